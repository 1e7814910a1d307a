package io.safelight.media;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What delivery needs to know of a media that has succeeded.
 *
 * @param published when its files were made; they never change
 * @param expires when it goes; null while something holds it, or when it never goes
 * @param duration how long it plays; zero for what does not
 * @param variants in the order in which they were published; at least one
 * @param subtitles what is attached to it now
 */
public record PublishedMedia(
    String slug,
    Owners owners,
    MediaCategory category,
    Instant published,
    @Nullable Instant expires,
    Duration duration,
    List<Variant> variants,
    List<AttachedSubtitles> subtitles) {

  public PublishedMedia with(List<Variant> otherVariants, List<AttachedSubtitles> otherSubtitles) {
    return new PublishedMedia(slug, owners, category, published, expires, duration, otherVariants, otherSubtitles);
  }
}
