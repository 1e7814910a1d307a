package io.safelight.media;

import org.jspecify.annotations.Nullable;

/** What the store says to an APPEND. */
public sealed interface AppendOutcome {
  /**
   * The segment is durable.
   *
   * @param segmentCount stored segments, this one included
   * @param replacedKey key of the bytes whose place it took, which no row names any more and nobody reads: only what is finalized
   *     is read; null when the index was new
   */
  record Stored(Media media, int segmentCount, @Nullable String replacedKey) implements AppendOutcome {}

  /** Nothing was changed. */
  sealed interface Refused extends AppendOutcome {}

  /** Finalized already. */
  record NotOpen(Media media) implements Refused {}

  /** The segment would make the upload larger than its declared size; {@code bytesReceived} is what it would have come to. */
  record ExceedsTotal(long totalBytes, long bytesReceived) implements Refused {}

  /** Unknown, expired or deleted. */
  record Gone() implements Refused {}
}
