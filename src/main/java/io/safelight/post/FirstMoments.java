package io.safelight.post;

import io.safelight.media.GateOutcome;
import io.safelight.media.Media;
import io.safelight.media.MediaWaiter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Waits at the gate for media that are still in the first moments of their processing, so that what takes a second needs no
 * polling. Waiting parks a virtual thread and holds nothing else. Thread-safe.
 */
public final class FirstMoments {
  private final MediaWaiter waiter;
  private final Duration syncWait;
  private final InstantSource clock;

  /**
   * @param syncWait how long after FINALIZE a media is waited for
   */
  public FirstMoments(MediaWaiter waiter, Duration syncWait, InstantSource clock) {
    this.waiter = waiter;
    this.syncWait = syncWait;
    this.clock = clock;
  }

  /**
   * Asks the gate, and asks again whenever a media that was not ready has become finished within its first moments. The gate looks
   * at ownership first, so nobody waits for somebody else's media.
   *
   * @param attempt one attempt to pass
   * @param refusal why an attempt did not pass; empty when it did
   * @return what the last attempt came to
   */
  <T> T pass(Supplier<T> attempt, Function<T, Optional<GateOutcome.Refusal>> refusal) {
    T outcome = attempt.get();
    while (refusal.apply(outcome).filter(this::isOver).isPresent()) {
      outcome = attempt.get();
    }
    return outcome;
  }

  /** Whether what was refused for a media that was not ready would not be for that reason any more. */
  private boolean isOver(GateOutcome.Refusal refusal) {
    return refusal instanceof GateOutcome.NotReady(Media unfinished) && awaitResult(unfinished);
  }

  private boolean awaitResult(Media media) {
    Instant finalized = media.times().finalized();
    if (finalized == null || media.state().isFinished()) {
      return false;
    }
    Instant deadline = finalized.plus(syncWait);
    return deadline.isAfter(clock.instant())
        && waiter.awaitFinished(media.id(), deadline).filter(m -> m.state().isFinished()).isPresent();
  }
}
