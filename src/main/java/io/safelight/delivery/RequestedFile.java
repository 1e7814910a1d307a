package io.safelight.delivery;

import io.safelight.media.Variant;
import java.util.List;
import java.util.Optional;

/**
 * The variant that a URL means.
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
        .filter(ImageSize::isImage)
        .flatMap(image -> ImageSize.parse(wanted.get()).map(s -> new RequestedFile(image, s.of(image, variants))));
  }
}
