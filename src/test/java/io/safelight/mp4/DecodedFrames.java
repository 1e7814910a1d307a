package io.safelight.mp4;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.testmedia.TestMedia;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What ffmpeg makes of a file: time and checksum of each decoded frame and piece of sound, of all tracks. */
final class DecodedFrames {
  private DecodedFrames() {}

  /** From a file, in which it may go to and fro. */
  static List<String> ofFile(Path file) throws IOException, InterruptedException {
    return run(file.toString(), new byte[0]);
  }

  /** From a pipe, in order. */
  static List<String> ofPipe(byte[] bytes) throws IOException, InterruptedException {
    return run("pipe:0", bytes);
  }

  private static List<String> run(String input, byte[] bytes) throws IOException, InterruptedException {
    Path frames = Files.createTempFile("frames", ".txt");
    Path log = Files.createTempFile("ffmpeg", ".log");
    try {
      List<String> command = new ArrayList<>(List.of(TestMedia.installation().ffmpeg().toString()));
      command.addAll(List.of("-hide_banner", "-loglevel", "error", "-i", input, "-map", "0:v?", "-map", "0:a?"));
      command.addAll(List.of("-fps_mode", "passthrough", "-f", "framemd5", "-"));
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectOutput(frames.toFile()).redirectError(Redirect.to(log.toFile()));
      builder.environment().putAll(TestMedia.installation().environment());
      Process process = builder.start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(bytes);
      }
      assertThat(process.waitFor()).as(Files.readString(log)).isZero();
      return Files.readAllLines(frames);
    } finally {
      Files.delete(frames);
      Files.delete(log);
    }
  }
}
