package io.safelight.testmedia;

import io.safelight.config.ConfigException;
import io.safelight.config.ConfigLoader;
import io.safelight.config.SandboxConfig;
import io.safelight.ffmpeg.FfmpegInstallation;
import io.safelight.ffmpeg.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Files that are made once and kept below {@code target}. Their names carry a checksum of what they were made by, so that a
 * changed generator makes a new file. Any number of test processes may ask for one at once: a file appears by a rename.
 */
final class GeneratedFiles {
  private static final Path FOLDER = Path.of("target", "test-media").toAbsolutePath();
  private static final Path FFMPEG_CACHE = Path.of("target", "ffmpeg").toAbsolutePath();

  private GeneratedFiles() {}

  static FfmpegInstallation installation() {
    return Holder.INSTALLATION;
  }

  static Sandbox sandbox() {
    return SandboxHolder.SANDBOX;
  }

  /** What ffmpeg makes with these options; the name of the output is added. */
  static Path byFfmpeg(String name, List<String> options) {
    return file(name, String.join(" ", options), target -> runFfmpeg(options, target));
  }

  /** What a writer makes; {@code recipe} must change whenever it would write something else. */
  static Path file(String name, String recipe, Writer writer) {
    CRC32 checksum = new CRC32();
    checksum.update(recipe.getBytes(StandardCharsets.UTF_8));
    Path file = FOLDER.resolve("%08x-%s".formatted(checksum.getValue(), name));
    if (Files.exists(file)) {
      return file;
    }
    try {
      Files.createDirectories(FOLDER);
      Path folder = Files.createTempDirectory(FOLDER, ".making-");
      Path made = folder.resolve(name);
      writer.write(made);
      Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
      Files.delete(folder);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void runFfmpeg(List<String> options, Path target) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(installation().ffmpeg().toString());
    command.addAll(List.of("-hide_banner", "-nostdin", "-loglevel", "error", "-y"));
    command.addAll(options);
    command.add(target.toString());
    Path log = target.resolveSibling("log");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(installation().environment());
    try {
      int exitCode = builder.start().waitFor();
      if (exitCode != 0) {
        throw new IOException("ffmpeg %s: %d\n%s".formatted(Arrays.toString(command.toArray()), exitCode, Files.readString(log)));
      }
      Files.delete(log);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Writes a file. */
  @FunctionalInterface
  interface Writer {
    void write(Path target) throws IOException;
  }

  private static final class SandboxHolder {
    static final Sandbox SANDBOX = sandbox(Map.of());
  }

  /** What works on this machine, with settings other than the defaults. */
  static Sandbox sandbox(Map<String, String> settings) {
    try {
      Files.createDirectories(FOLDER);
      SandboxConfig config = ConfigLoader.load(Optional.empty(), settings, Map.of()).sandbox();
      return Sandbox.detect(config, installation(), FOLDER, FOLDER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ConfigException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Holder {
    static final FfmpegInstallation INSTALLATION = FfmpegInstallation.bundled(FFMPEG_CACHE);
  }

  /** A file made from the bytes of another. */
  static Path derived(String name, Path original, Change change) {
    return file(
        name, original.getFileName().toString(), target -> Files.write(target, change.apply(Files.readAllBytes(original))));
  }

  /** Turns the bytes of one file into those of another. */
  @FunctionalInterface
  interface Change {
    byte[] apply(byte[] bytes) throws IOException;
  }
}
