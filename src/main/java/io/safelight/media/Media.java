package io.safelight.media;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A media as it was at one moment: its row in the store, without segments and variants. Immutable.
 *
 * @param categoryNamed whether INIT named the category; only then answers have a media key and processing is asynchronous
 * @param mediaType MIME type as declared by the client
 * @param totalBytes size declared at INIT
 * @param bytesReceived sum of the stored segments
 * @param progressPercent share of processing that is done, 0 to 100; never falls
 * @param queuedAhead jobs that were ahead of this one in its lane when it was finalized
 * @param queuePercent the most that any poller was shown for the movement of the queue; never falls
 * @param idlePercent percents that were shown for time in which the work brought none, before {@link MediaTimes#progressed}
 * @param slug random part of the URLs, 128 bits in lower-case base 32; the only secret of a public media
 * @param altText description for people who cannot see the media
 * @param facts null until processing has succeeded
 * @param error null unless the state is {@link MediaState#FAILED}
 * @param variantsComplete whether it has succeeded and all its variants are there
 * @param version rises with every change of the row
 */
public record Media(
    MediaId id,
    Owners owners,
    MediaCategory category,
    boolean categoryNamed,
    String mediaType,
    long totalBytes,
    long bytesReceived,
    MediaState state,
    int progressPercent,
    int queuedAhead,
    int queuePercent,
    int idlePercent,
    MediaTimes times,
    String slug,
    @Nullable String altText,
    @Nullable MediaFacts facts,
    @Nullable MediaError error,
    boolean variantsComplete,
    long version) {

  /** What it is in a post: what its bytes were found to be, and until then what its category says. */
  public MediaKind kind() {
    return facts == null ? category.kind() : facts.kind();
  }

  /** The media key; present only when INIT named a category. */
  public Optional<String> mediaKey() {
    return categoryNamed ? category.mediaKey(id) : Optional.empty();
  }

  /** The media when its work has come to a higher percentage. */
  public Media risenTo(int percent, Instant now) {
    return Percentage.risen(this, percent, now);
  }

  Media withQueuePercent(int percent) {
    return new Media(
        id, owners, category, categoryNamed, mediaType, totalBytes, bytesReceived, state, progressPercent, queuedAhead, percent,
        idlePercent, times, slug, altText, facts, error, variantsComplete, version);
  }

  Media withProgress(int percent, int idle, Instant progressed) {
    return new Media(
        id, owners, category, categoryNamed, mediaType, totalBytes, bytesReceived, state, percent, queuedAhead, queuePercent,
        idle, times.withProgressed(progressed), slug, altText, facts, error, variantsComplete, version);
  }
}
