package io.safelight.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A JPEG with detail of every size and some noise, as a camera makes it.
 *
 * @param content of the file; read-only
 * @param width pixels
 * @param height pixels
 */
record BenchPicture(Path file, ByteBuffer content, int width, int height) {
  /** Makes it in this folder. */
  static BenchPicture make(BenchFfmpeg ffmpeg, Path folder, int width, int height, int noise, int quantizer)
      throws IOException, InterruptedException {
    Path file = folder.resolve(width + "x" + height + ".jpg");
    ffmpeg.run(
        folder,
        List.of(
            "-f", "lavfi", "-i", "mandelbrot=start_scale=0.3:s=" + width + "x" + height,
            "-vf", "noise=alls=" + noise + ",format=yuvj420p", "-frames:v", "1", "-q:v", Integer.toString(quantizer),
            "-flags:v", "+bitexact", "-update", "1", file.toString()));
    return new BenchPicture(file, ByteBuffer.wrap(Files.readAllBytes(file)).asReadOnlyBuffer(), width, height);
  }

  int size() {
    return content.capacity();
  }

  /** Such as {@code 4032x3024, 2.62 MB}. */
  String describe() {
    return width + "x" + height + ", " + Measured.number(size() / 1e6, 2) + " MB";
  }
}
