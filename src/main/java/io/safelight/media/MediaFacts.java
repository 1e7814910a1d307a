package io.safelight.media;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a processed media is, as its answers and posts show it.
 *
 * @param kind what it is in a post; decided by content, so that an image/gif with one frame is an {@link MediaKind#IMAGE}
 * @param contentType MIME type of the uploaded file as found in its bytes, such as {@code image/jpeg}
 * @param width pixels after rotation; 0 for subtitles
 * @param height pixels after rotation; 0 for subtitles
 * @param duration null for images and subtitles
 * @param blurHash of the image, or of the poster; null where there is no picture
 */
public record MediaFacts(
    MediaKind kind,
    String contentType,
    int width,
    int height,
    @Nullable Duration duration,
    @Nullable String blurHash) {

  /** The facts of what has no picture, or whose picture is still to be made. */
  public MediaFacts(MediaKind kind, String contentType, int width, int height, @Nullable Duration duration) {
    this(kind, contentType, width, height, duration, null);
  }

  public MediaFacts withBlurHash(String newBlurHash) {
    return new MediaFacts(kind, contentType, width, height, duration, newBlurHash);
  }
}
