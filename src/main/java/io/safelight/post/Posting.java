package io.safelight.post;

import io.safelight.media.GateOutcome;

/** What became of an attempt to post. */
public sealed interface Posting {
  /** The post exists, with its media as they now are. */
  record Created(Post post) implements Posting {}

  /** Nothing was created. */
  record Refused(GateOutcome.Refusal why) implements Posting {}
}
