package io.safelight.picture;

import io.safelight.ffmpeg.JobFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A picture of 32 x 32 raw pixels that a run of ffmpeg writes beside its other outputs, so that a BlurHash costs no decoding of
 * its own. What it loses by having the wrong proportions, a BlurHash does not have either.
 */
public final class TinyPicture {
  private static final String FILE = "tiny.rgba";
  private static final int SIDE = 32;
  private static final int CHANNELS = 4;
  private static final int COMPONENTS_ALONG = 4;
  private static final int COMPONENTS_ACROSS = 3;

  private TinyPicture() {}

  /** The filters that make it of a picture whose colours, if it has transparent parts, are premultiplied. */
  public static String filter() {
    return "scale=" + SIDE + ":" + SIDE + ":flags=area,format=rgba";
  }

  /** The options of the output that takes what {@link #filter} makes. */
  public static List<String> output() {
    return List.of("-frames:v", "1", "-f", "rawvideo", FILE);
  }

  /**
   * The BlurHash of the picture in a job's folder, of four components along the longer side and three along the other.
   * Transparent parts are white.
   *
   * @param width of the picture that the tiny one was made of
   * @throws IOException when it is not there, or not whole
   */
  public static String blurHash(Path folder, int width, int height) throws IOException {
    byte[] rgba = JobFile.read(folder, folder.resolve(FILE), SIDE * SIDE * CHANNELS);
    if (rgba.length != SIDE * SIDE * CHANNELS) {
      throw new IOException("The tiny picture has " + rgba.length + " bytes");
    }
    byte[] rgb = new byte[SIDE * SIDE * 3];
    for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
      int white = 255 - (rgba[pixel * CHANNELS + 3] & 0xff);
      for (int channel = 0; channel < 3; channel++) {
        rgb[pixel * 3 + channel] = (byte) Math.min(255, (rgba[pixel * CHANNELS + channel] & 0xff) + white);
      }
    }
    return width >= height
        ? BlurHash.encode(rgb, SIDE, COMPONENTS_ALONG, COMPONENTS_ACROSS)
        : BlurHash.encode(rgb, SIDE, COMPONENTS_ACROSS, COMPONENTS_ALONG);
  }
}
