package io.safelight.cli;

import io.safelight.ffmpeg.FfmpegInstallation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes a video with moving figures, a clock and a tone. Nothing foreign is read, so ffmpeg runs as a plain process.
 */
final class ClipGenerator {
  private ClipGenerator() {}

  /**
   * Makes an MP4.
   *
   * @param video the encoder, such as {@code libx264}
   * @throws IOException with a sentence when ffmpeg cannot be started or does not know an encoder
   */
  static void generate(FfmpegInstallation ffmpeg, Path file, String size, double seconds, String video)
      throws IOException, InterruptedException {
    List<String> command =
        List.of(
            ffmpeg.ffmpeg().toString(), "-hide_banner", "-nostdin", "-loglevel", "error", "-y",
            "-f", "lavfi", "-i", "testsrc2=size=%s:rate=30:duration=%s".formatted(size, seconds),
            "-f", "lavfi", "-i", "sine=frequency=330:duration=" + seconds,
            "-c:v", video, "-b:v", "8M", "-pix_fmt", "yuv420p", "-c:a", "aac", file.toString());
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(ffmpeg.environment());
    Process process = builder.start();
    try {
      String problem = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new IOException("ffmpeg could not make a clip with the encoders " + video + " and aac: " + problem);
      }
    } finally {
      process.destroyForcibly();
    }
  }
}
