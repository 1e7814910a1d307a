package io.safelight.delivery;

import io.safelight.media.PictureSize;
import io.safelight.media.Variant;
import java.util.List;
import java.util.Optional;

/**
 * The variant that a URL means. Clients of X ask for an image in a size by appending {@code :small} or {@code ?name=small} to
 * whatever URL the API gave them, also to that of a video's poster.
 *
 * @param named the variant whose name is in the path
 * @param served the same image in the size asked for; else the same
 */
record RequestedFile(Variant named, Variant served) {

  /**
   * Finds the variant of a file name.
   *
   * @param file the last part of the path, which may end in {@code :small}
   * @param size the value of {@code ?name=}
   * @return empty when there is no such file, or its size is no size or asked of something that is no image
   */
  static Optional<RequestedFile> find(String file, Optional<String> size, List<Variant> variants) {
    int colon = file.lastIndexOf(':');
    String name = colon < 0 ? file : file.substring(0, colon);
    Optional<String> wanted = colon < 0 ? size : Optional.of(file.substring(colon + 1));

    Optional<Variant> named = variants.stream().filter(v -> v.name().equals(name)).findFirst();
    if (wanted.isEmpty()) {
      return named.map(variant -> new RequestedFile(variant, variant));
    }
    return named
        .filter(RequestedFile::isImage)
        .flatMap(image -> size(wanted.get()).map(inSize -> new RequestedFile(image, resized(image, inSize, variants))));
  }

  /** {@code orig} is the largest there is: the uploaded file itself is never served, as it may say where it was taken. */
  private static Optional<PictureSize> size(String name) {
    return name.equalsIgnoreCase("orig") ? Optional.of(PictureSize.LARGE) : PictureSize.parse(name);
  }

  /** The variant that shows the same image in this size; the image itself when it is not made in sizes, such as a poster. */
  private static Variant resized(Variant image, PictureSize size, List<Variant> variants) {
    if (PictureSize.ofFile(image).isEmpty()) {
      return image;
    }
    return variants.stream()
        .filter(RequestedFile::isImage)
        .filter(variant -> PictureSize.ofFile(variant).filter(size::equals).isPresent())
        .findFirst()
        .orElse(image);
  }

  private static boolean isImage(Variant variant) {
    return variant.contentType().startsWith("image/");
  }
}
