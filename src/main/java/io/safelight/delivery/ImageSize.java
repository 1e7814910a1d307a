package io.safelight.delivery;

import io.safelight.media.Variant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The sizes in which clients of X ask for an image: they append {@code :small} or {@code ?name=small} to whatever URL the API
 * gave them, also to a video's poster.
 */
enum ImageSize {
  THUMB,
  SMALL,
  MEDIUM,
  LARGE,
  /** The largest there is; the uploaded file itself is never served, as it may say where it was taken. */
  ORIG;

  /** The size of a name as it stands in a URL. */
  static Optional<ImageSize> parse(String name) {
    return Arrays.stream(values()).filter(size -> size.name().equals(name.toUpperCase(Locale.ROOT))).findFirst();
  }

  /** The variant that shows the same image in this size; the image itself when it is not made in sizes, such as a poster. */
  Variant of(Variant image, List<Variant> variants) {
    String stem = (this == ORIG ? LARGE : this).name().toLowerCase(Locale.ROOT);
    if (parse(stem(image)).isEmpty()) {
      return image;
    }
    return variants.stream().filter(v -> isImage(v) && stem(v).equals(stem)).findFirst().orElse(image);
  }

  static boolean isImage(Variant variant) {
    return variant.contentType().startsWith("image/");
  }

  private static String stem(Variant variant) {
    int dot = variant.name().lastIndexOf('.');
    return dot < 0 ? variant.name() : variant.name().substring(0, dot);
  }
}
