package io.safelight.picture;

import java.util.Locale;

/** ffmpeg's filter that scales a picture. */
public final class ScaleFilter {
  private static final String QUALITY = ":flags=lanczos+accurate_rnd+full_chroma_int";

  private ScaleFilter() {}

  /** Scales to these sides. */
  public static String to(int width, int height) {
    return String.format(Locale.ROOT, "scale=%d:%d%s", width, height, QUALITY);
  }

  /** Scales so that these sides are filled, and cuts off what hangs over. */
  static String fill(int width, int height) {
    return String.format(
        Locale.ROOT,
        "scale=%d:%d:force_original_aspect_ratio=increase%s,crop=%d:%d",
        width, height, QUALITY, width, height);
  }
}
