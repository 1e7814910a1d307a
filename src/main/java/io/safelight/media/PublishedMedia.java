package io.safelight.media;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What delivery needs to know of a media that has succeeded.
 *
 * @param published when its files were made; they never change
 * @param expires when it goes; null while something holds it, or when it never goes
 * @param variants in the order in which they were published; at least one
 */
public record PublishedMedia(
    String slug,
    Owners owners,
    MediaCategory category,
    Instant published,
    @Nullable Instant expires,
    List<Variant> variants) {

  public PublishedMedia with(List<Variant> otherVariants) {
    return new PublishedMedia(slug, owners, category, published, expires, otherVariants);
  }
}
