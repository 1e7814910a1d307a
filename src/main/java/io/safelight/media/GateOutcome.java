package io.safelight.media;

import java.util.List;

/** What {@link MediaGate} says. */
public sealed interface GateOutcome {
  /** The media may be used. */
  record Open(List<Media> media) implements GateOutcome {}

  /** The media may not be used. */
  sealed interface Refusal extends GateOutcome {}

  /** These ids are unknown, expired, or belong to somebody else; a client cannot tell which. */
  record NotFound(List<MediaId> ids) implements Refusal {}

  /** This media is not finished, or failed. */
  record NotReady(Media media) implements Refusal {}

  /** Each media may be used, but not in this number or company. */
  record BadCombination(Problem problem) implements Refusal {}

  /** Media of this kind cannot be in a post. */
  record NotPostable(Media media) implements Refusal {}

  /** What is wrong with a combination. */
  enum Problem {
    TOO_MANY_PHOTOS,
    MIXED_KINDS,
    GIF_IN_GALLERY,
    DUPLICATE
  }
}
