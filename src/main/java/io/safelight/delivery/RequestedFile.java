package io.safelight.delivery;

import io.safelight.media.AttachedSubtitles;
import io.safelight.media.PictureSize;
import io.safelight.media.PictureSize.Fitted;
import io.safelight.media.PublishedMedia;
import io.safelight.media.Variant;
import io.safelight.picture.PictureFormat;
import java.util.List;
import java.util.Optional;

/**
 * The file that a URL means. Clients of X ask for an image in a size by appending {@code :small} or {@code ?name=small} to
 * whatever URL the API gave them, also to that of a video's poster; and {@code small.jpg} in place of {@code large.jpg} means the
 * same.
 *
 * @param name of the file in the path, without a size behind it
 * @param namedWidth pixels of what the name alone would mean
 * @param variant what is served, or what it is made of
 * @param size in which it is served; empty for the variant as it is
 */
record RequestedFile(String name, int namedWidth, Variant variant, Optional<Fitted> size) {

  /**
   * Finds what a file name means.
   *
   * @param file the last part of the path, which may end in {@code :small}
   * @param size the value of {@code ?name=}
   * @return empty when there is no such file, or its size is no size or asked of something that is no image
   */
  static Optional<RequestedFile> find(String file, Optional<String> size, PublishedMedia media) {
    int colon = file.lastIndexOf(':');
    String name = colon < 0 ? file : file.substring(0, colon);
    Optional<String> wanted = colon < 0 ? size : Optional.of(file.substring(colon + 1));

    Optional<RequestedFile> named = named(name, media.variants()).or(() -> ofSubtitles(name, media.subtitles()));
    if (wanted.isEmpty()) {
      return named;
    }
    return named
        .filter(image -> image.variant().contentType().startsWith("image/"))
        .flatMap(image -> size(wanted.get()).map(image::in));
  }

  /** Whether more is asked for than the name alone means. */
  boolean isLargerThanNamed() {
    return size.map(Fitted::width).orElse(variant.width()) > namedWidth;
  }

  private static Optional<RequestedFile> named(String name, List<Variant> variants) {
    return variants.stream()
        .filter(variant -> variant.name().equals(name))
        .findFirst()
        .map(variant -> new RequestedFile(name, variant.width(), variant, Optional.empty()))
        .or(() -> namedBySize(name, variants));
  }

  /** A file of subtitles, or their playlist, which is made of it. */
  private static Optional<RequestedFile> ofSubtitles(String name, List<AttachedSubtitles> subtitles) {
    return subtitles.stream()
        .filter(each -> each.file().name().equals(name) || each.playlistName().equals(name))
        .findFirst()
        .map(each -> new RequestedFile(name, 0, each.file(), Optional.empty()));
  }

  private static Optional<RequestedFile> namedBySize(String name, List<Variant> variants) {
    int dot = name.lastIndexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    String large = PictureSize.LARGE.wireName() + name.substring(dot);
    return PictureSize.parse(name.substring(0, dot))
        .filter(size -> name.startsWith(size.wireName()))
        .flatMap(
            size ->
                variants.stream()
                    .filter(variant -> variant.name().equals(large))
                    .findFirst()
                    .map(variant -> new RequestedFile(name, size.of(variant.width(), variant.height()).width(), variant, Optional.empty()).in(size)));
  }

  /** {@code orig} is the largest there is: the uploaded file itself is never served, as it may say where it was taken. */
  private static Optional<PictureSize> size(String name) {
    return name.equalsIgnoreCase("orig") ? Optional.of(PictureSize.LARGE) : PictureSize.parse(name);
  }

  /** The same image in this size; as it is where that is its size, or where it is no picture of a format that is made here. */
  private RequestedFile in(PictureSize wanted) {
    Fitted fitted = wanted.of(variant.width(), variant.height());
    boolean asItIs =
        (fitted.width() == variant.width() && fitted.height() == variant.height())
            || PictureFormat.ofContentType(variant.contentType()).isEmpty();
    return new RequestedFile(name, namedWidth, variant, asItIs ? Optional.empty() : Optional.of(fitted));
  }
}
