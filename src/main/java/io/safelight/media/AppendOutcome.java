package io.safelight.media;

/** What the store says to an APPEND. */
public sealed interface AppendOutcome {
  /**
   * The segment is durable.
   *
   * @param segmentCount stored segments, this one included
   */
  record Stored(Media media, int segmentCount) implements AppendOutcome {}

  /** Nothing was changed. */
  sealed interface Refused extends AppendOutcome {}

  /** Finalized already. */
  record NotOpen(Media media) implements Refused {}

  /** The segment would make the upload larger than its declared size; {@code bytesReceived} is what it would have come to. */
  record ExceedsTotal(long totalBytes, long bytesReceived) implements Refused {}

  /** Unknown, expired or deleted. */
  record Gone() implements Refused {}
}
