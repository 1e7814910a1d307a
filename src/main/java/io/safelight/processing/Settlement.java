package io.safelight.processing;

import io.safelight.config.ProcessingConfig;
import io.safelight.error.StoreException;
import io.safelight.media.ClaimedJob;
import io.safelight.media.Expiry;
import io.safelight.media.FailureReason;
import io.safelight.media.JobQueue;
import io.safelight.media.JobQueue.ReleaseReason;
import io.safelight.media.Lane;
import io.safelight.media.MediaError;
import io.safelight.media.MediaFacts;
import io.safelight.media.SourceUse;
import io.safelight.media.Variant;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends claims: publishes, fails, or gives back. A media fails for its own sake ({@link AttemptEnd.Rejected}), or when
 * the server could not do its work too often; it never fails because the server was shut down, a disk was full or
 * ffmpeg did not start, except after {@link #PATIENCE}, so that nothing stays unfinished for ever. Thread-safe.
 */
final class Settlement {
  private static final Logger log = LoggerFactory.getLogger(Settlement.class);

  /** How long a media is tried while the server cannot work at all. */
  static final Duration PATIENCE = Duration.ofDays(7);

  /** How often a write to a store that is down is tried; then the lease runs out and the job is done again. */
  private static final int STORE_TRIES = 5;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

  private final JobQueue queue;
  private final MediaSweeper sweeper;
  private final Diagnosis diagnosis;
  private final ProcessingConfig config;
  private final Expiry expiry;
  private final InstantSource clock;
  private final Consumer<Lane> nudge;

  Settlement(
      JobQueue queue,
      MediaSweeper sweeper,
      SourceCommand source,
      ProcessingConfig config,
      Expiry expiry,
      InstantSource clock,
      Consumer<Lane> nudge) {
    this.queue = queue;
    this.sweeper = sweeper;
    this.diagnosis = new Diagnosis(source);
    this.config = config;
    this.expiry = expiry;
    this.clock = clock;
    this.nudge = nudge;
  }

  /** Whether a job was interrupted so often that it may well be what kills the server. */
  boolean hasUsedUpInterruptions(ClaimedJob job) {
    return job.interruptions() >= config.maxInterruptions();
  }

  /** Ends a job that was interrupted too often. */
  void giveUp(ClaimedJob job) {
    log.error("media {}: interrupted {} times", job.media().id(), job.interruptions());
    giveUp(job, FailureReason.INTERNAL, new Effort());
  }

  /**
   * Publishes.
   *
   * @return false when the bytes that were written belong to nobody for certain, because the lease was lost
   */
  boolean succeed(ClaimedJob job, Product product, Publication publication) {
    SourceUse source = product.more() ? SourceUse.REST : afterwards();
    Written written;
    try {
      written = persist(job, () -> publish(job, product.facts(), publication.variants(), source));
    } catch (StoreException e) {
      // Not withdrawn: should the transaction have been committed after all, its bytes must be there.
      log.error("media {}: could not be published; processed again when its lease ends", job.media().id(), e);
      return true;
    }
    if (source == SourceUse.REST) {
      nudge.accept(Lane.REST);
    }
    switch (written) {
      case DONE -> {
        log.debug("media {}: published", job.media().id());
        sweeper.sweep(job.media().id());
      }
      case LEASE_LOST ->
          log.warn("media {}: the lease was lost before publishing; nothing was published", job.media().id());
      case UNCERTAIN -> {
        log.warn("media {}: published by a try that seemed to fail, or its lease was lost", job.media().id());
        sweeper.sweep(job.media().id());
      }
    }
    return written != Written.LEASE_LOST;
  }

  private boolean publish(ClaimedJob job, MediaFacts facts, List<Variant> variants, SourceUse source) {
    return switch (job.kind()) {
      case PRIMARY -> {
        Instant expires = expiry.endFrom(clock.instant(), job.media().category());
        yield queue.succeed(job, facts, variants, source, expires);
      }
      case REST -> queue.complete(job, variants, source);
      case REPROCESS -> queue.replace(job, variants, source);
    };
  }

  private SourceUse afterwards() {
    return config.keepSource() ? SourceUse.KEPT : SourceUse.NONE;
  }

  /** What becomes of a file that is refused. */
  private SourceUse afterRejection(ClaimedJob job) {
    return switch (job.kind()) {
      case PRIMARY -> job.media().totalBytes() <= config.keepFailed().bytes() ? SourceUse.KEPT : afterwards();
      case REST -> afterwards();
      // Nothing came of it, so that nothing is taken from the media, either.
      case REPROCESS -> SourceUse.KEPT;
    };
  }

  /**
   * Does with a job what the end of its attempt asks for.
   *
   * @param effort the runs of the attempt
   */
  void end(ClaimedJob job, AttemptEnd end, Effort effort) {
    switch (end) {
      case AttemptEnd.Rejected(MediaError error) -> {
        SourceUse source = afterRejection(job);
        log.info(
            "media {}: {}: {}{}",
            job.media().id(),
            error.reason(),
            error.message(),
            diagnosis.of(job.media().id(), effort, source == SourceUse.KEPT));
        end(job, error, source);
        if (!config.keepSource()) {
          sweeper.keepRejected(job.media().owners().owner(), config.keepFailed().bytes());
        }
      }
      case AttemptEnd.Fault(FailureReason reason, String cause) -> {
        log.error("media {}: attempt {}: {}: {}", job.media().id(), job.attempt(), reason, cause);
        if (job.failures() + 1 >= config.maxFailures()) {
          giveUp(job, reason, effort);
        } else {
          release(job, Backoff.FAILURE.after(job.failures()), ReleaseReason.FAILURE);
        }
      }
      case AttemptEnd.Disturbed(String cause) -> {
        log.warn("media {}: attempt {} was disturbed: {}", job.media().id(), job.attempt(), cause);
        release(job, Backoff.INTERRUPTION.after(job.interruptions()), ReleaseReason.INTERRUPTION);
      }
      case AttemptEnd.Outage(String cause) -> outage(job, cause, effort);
      case AttemptEnd.Misplaced(Lane lane) -> {
        log.debug("media {}: moves to lane {}", job.media().id(), lane);
        var _ = tryPersist(job, () -> queue.moveTo(job, lane));
        // Whatever was written: a nudge for nothing costs one claim.
        nudge.accept(lane);
      }
      case AttemptEnd.Overtaken() ->
          log.warn("media {}: the lease was lost; somebody else has the job", job.media().id());
      case AttemptEnd.Stopped() -> handBack(job);
    }
  }

  /** What is known of a write that ends a claim. */
  private enum Written {
    DONE,
    /** Nothing was written, as somebody else has the job. */
    LEASE_LOST,
    /** An earlier try failed, but may have been committed before it did. */
    UNCERTAIN
  }

  private void outage(ClaimedJob job, String cause, Effort effort) {
    if (clock.instant().isAfter(job.queued().plus(PATIENCE))) {
      log.error("media {}: nothing could be processed for {}: {}", job.media().id(), PATIENCE, cause);
      giveUp(job, FailureReason.INTERNAL, effort);
      return;
    }
    log.error("media {}: nothing can be processed: {}", job.media().id(), cause);
    release(job, Backoff.OUTAGE.after(job.attempt() - 1), ReleaseReason.OUTAGE);
  }

  /** Gives a job back, for a shutdown, to where it stood in the queue: before those that came after it. */
  void handBack(ClaimedJob job) {
    var _ = tryPersist(job, () -> queue.release(job, job.queued(), ReleaseReason.SHUTDOWN));
  }

  /** Ends a job that came to nothing by the server's fault. What the client sent stays, so that the job can be done again. */
  private void giveUp(ClaimedJob job, FailureReason reason, Effort effort) {
    log.error(
        "media {}: given up in attempt {}: {}{}",
        job.media().id(),
        job.attempt(),
        reason,
        diagnosis.of(job.media().id(), effort, true));
    end(job, internal(reason), SourceUse.KEPT);
  }

  private void end(ClaimedJob job, MediaError error, SourceUse source) {
    Instant expires = expiry.endOfUseless(clock.instant(), job.media().category());
    BooleanSupplier end =
        switch (job.kind()) {
          case PRIMARY -> () -> queue.fail(job, error, source, expires);
          case REST -> () -> queue.complete(job, List.of(), source);
          case REPROCESS -> () -> queue.complete(job, List.of(), source);
        };
    if (tryPersist(job, end) != Written.LEASE_LOST) {
      sweeper.sweep(job.media().id());
    }
  }

  private void release(ClaimedJob job, Duration rest, ReleaseReason why) {
    Instant runAt = clock.instant().plus(rest);
    var _ = tryPersist(job, () -> queue.release(job, runAt, why));
  }

  /** As {@link #persist}, but gives up in the end: the lease runs out and the job is done again. */
  private Written tryPersist(ClaimedJob job, BooleanSupplier write) {
    try {
      return persist(job, write);
    } catch (StoreException e) {
      log.error("media {}: nothing could be written; processed again when its lease ends", job.media().id(), e);
      return Written.UNCERTAIN;
    }
  }

  /**
   * Writes the end of a claim, again and again while the store is down.
   *
   * @throws StoreException when the store stays down
   */
  private static Written persist(ClaimedJob job, BooleanSupplier write) {
    for (int tries = 1; ; tries++) {
      try {
        if (write.getAsBoolean()) {
          return Written.DONE;
        }
        return tries == 1 ? Written.LEASE_LOST : Written.UNCERTAIN;
      } catch (StoreException e) {
        if (tries == STORE_TRIES) {
          throw e;
        }
        log.warn("media {}: the store is down: {}", job.media().id(), e.getMessage());
        pause(FIRST_PAUSE.multipliedBy(1L << (tries - 1)));
      }
    }
  }

  private static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static MediaError internal(FailureReason reason) {
    String problem =
        reason == FailureReason.TIMED_OUT ? "Processing took too long." : "The server could not process the file.";
    return MediaError.of(reason, problem + " Upload it again; if that fails as well, tell the server's operator.");
  }
}
