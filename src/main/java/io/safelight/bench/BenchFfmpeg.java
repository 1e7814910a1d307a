package io.safelight.bench;

import io.safelight.config.ConfigException;
import io.safelight.config.ConfigLoader;
import io.safelight.config.SafelightConfig;
import io.safelight.config.SandboxConfig;
import io.safelight.ffmpeg.FfmpegInstallation;
import io.safelight.ffmpeg.Priority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The ffmpeg that a server uses which is started here, run without one. */
final class BenchFfmpeg {
  private final FfmpegInstallation installation;
  private final SandboxConfig sandbox;

  private BenchFfmpeg(FfmpegInstallation installation, SandboxConfig sandbox) {
    this.installation = installation;
    this.sandbox = sandbox;
  }

  /** Unpacks it into this folder, unless the configuration names another place. */
  static BenchFfmpeg in(Path folder) throws IOException {
    try {
      SafelightConfig config = ConfigLoader.load(Optional.empty(), Map.of(), System.getenv());
      Path cache = config.processing().ffmpegCache().orElse(folder.resolve("ffmpeg"));
      return new BenchFfmpeg(FfmpegInstallation.configured(config.processing(), cache), config.sandbox());
    } catch (ConfigException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  FfmpegInstallation installation() {
    return installation;
  }

  /** What a server would confine it by. */
  SandboxConfig sandbox() {
    return sandbox;
  }

  /**
   * Runs it to its end in a folder.
   *
   * @throws IOException when it fails; its words are in a file then
   */
  void run(Path folder, List<String> options) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("-v", "error", "-nostdin", "-y"));
    arguments.addAll(options);
    run(folder, List.of(), arguments, Path.of("/dev/null"));
  }

  /**
   * Runs it with all the arguments and the priority that a server gave it: beside a process of a higher one, what is compared would
   * be the priorities.
   */
  void repeat(Path folder, List<String> arguments, Path input) throws IOException, InterruptedException {
    int nice = Priority.BACKGROUND.nice();
    String lowered = "{ echo " + nice + " > /proc/self/autogroup; } 2> /dev/null; exec nice -n " + nice + " \"$@\"";
    run(folder, List.of("setsid", "--wait", "sh", "-c", lowered, "sh"), arguments, input);
  }

  private void run(Path folder, List<String> prefix, List<String> arguments, Path input)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(prefix);
    command.add(installation.ffmpeg().toString());
    command.addAll(arguments);
    Path log = folder.resolve("ffmpeg.log");
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectInput(input.toFile());
    builder.environment().putAll(installation.environment());
    if (builder.redirectErrorStream(true).redirectOutput(log.toFile()).start().waitFor() != 0) {
      throw new IOException("ffmpeg failed: " + Files.readString(log).strip());
    }
  }
}
