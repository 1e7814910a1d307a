package io.safelight;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.safelight.testmedia.TestMedia;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Counts what a video really holds, by decoding it. */
final class FrameCount {
  private FrameCount() {}

  static long of(byte[] video) throws IOException, InterruptedException {
    Path file = Files.createTempFile("variant", ".mp4");
    try {
      Files.write(file, video);
      var probe =
          new ProcessBuilder(
              TestMedia.installation().ffprobe().toString(),
              "-v", "error", "-select_streams", "v", "-count_frames", "-show_entries", "stream=nb_read_frames",
              "-of", "csv=p=0", file.toString());
      probe.environment().putAll(TestMedia.installation().environment());
      Process process = probe.start();
      String answer = new String(process.getInputStream().readAllBytes(), US_ASCII).strip();
      if (process.waitFor() != 0) {
        throw new AssertionError("the video cannot be read");
      }
      return Long.parseLong(answer);
    } finally {
      Files.delete(file);
    }
  }
}
