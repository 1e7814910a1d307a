package io.safelight.media;

/** What the store says to a FINALIZE. */
public sealed interface FinalizeOutcome {
  /** This call moved the media to {@link MediaState#PENDING} and inserted its job. */
  record Finalized(Media media) implements FinalizeOutcome {}

  /** An earlier call did; the media as it is now. */
  record AlreadyFinalized(Media media) implements FinalizeOutcome {}

  /** Bytes are missing; nothing was changed. */
  record Incomplete(Media media) implements FinalizeOutcome {}

  /** Unknown, expired or deleted. */
  record Gone() implements FinalizeOutcome {}
}
