package io.safelight;

import io.safelight.ffmpeg.OlderKernel;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code safelight serve} as people run it, in a process of its own. */
final class ServeProcess implements AutoCloseable {
  private static final String READY = "Safelight is ready at ";

  private final Process process;
  private final Path log;
  private final int port;

  private ServeProcess(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
  }

  /** Starts a server with little memory, and waits until it is ready. Its log is kept beside its data. */
  static ServeProcess start(Path data, Map<String, String> settings, OlderKernel.Lack... lacks) throws IOException {
    Path log = data.resolveSibling(data.getFileName() + ".log");
    Process process = command(data, settings, lacks).redirectError(log.toFile()).start();
    // Not closed, since that would destroy what the server may still say.
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    String line;
    while ((line = output.readLine()) != null) {
      if (line.startsWith(READY)) {
        return new ServeProcess(process, log, URI.create(line.substring(READY.length()).split(" ", 2)[0]).getPort());
      }
    }
    throw new IOException("the server did not start: " + Files.readString(log));
  }

  /** The command, to be started by the caller. */
  static ProcessBuilder command(Path data, Map<String, String> settings, OlderKernel.Lack... lacks) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "serve",
                "--port=0",
                "--data=" + data,
                "--set=rate-limit.preset=off",
                "--set=processing.ffmpeg-cache=" + Path.of("target", "ffmpeg").toAbsolutePath()));
    settings.forEach((name, value) -> command.add("--set=" + name + "=" + value));
    return new ProcessBuilder(lacks.length == 0 ? command : OlderKernel.around(command, lacks));
  }

  int port() {
    return port;
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** What it has logged. */
  String log() throws IOException {
    return Files.readString(log);
  }

  /** Whether this machine has all that confines ffmpeg. */
  boolean isConfinedByLandlock() throws IOException {
    return log().contains("ffmpeg is confined to the level landlock");
  }

  /** Asks it to end, as a service manager does, and returns its exit status. */
  int end() throws InterruptedException {
    process.destroy();
    return process.waitFor();
  }

  /** Ends it with SIGKILL, and waits until it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
