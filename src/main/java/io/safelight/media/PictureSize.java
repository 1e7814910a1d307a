package io.safelight.media;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The sizes in which a picture is made, named in posts and asked for in URLs, smallest first (X media API: media sizes). */
public enum PictureSize {
  /** Cropped to a square; the others fit into one. */
  THUMB(150),
  SMALL(680),
  MEDIUM(1200),
  LARGE(2048);

  private final int side;

  PictureSize(int side) {
    this.side = side;
  }

  /** One picture in one of the sizes, in pixels. */
  public record Fitted(PictureSize size, int width, int height) {}

  /** Reads the name in any case. */
  public static Optional<PictureSize> parse(String name) {
    return Arrays.stream(values()).filter(size -> size.name().equals(name.toUpperCase(Locale.ROOT))).findFirst();
  }

  /** A picture in all sizes, smallest first. */
  public static List<Fitted> all(int width, int height) {
    return Arrays.stream(values()).map(size -> size.of(width, height)).toList();
  }

  /** A picture in this size; never larger than it is. */
  public Fitted of(int width, int height) {
    if (this == THUMB) {
      int square = Math.max(1, Math.min(side, Math.min(width, height)));
      return new Fitted(this, square, square);
    }
    double scale = Math.min(1, (double) side / Math.max(1, Math.max(width, height)));
    return new Fitted(this, scaled(width, scale), scaled(height, scale));
  }

  /** Lower case, as in posts, URLs and the names of files. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static int scaled(int side, double scale) {
    return Math.max(1, (int) Math.round(side * scale));
  }
}
