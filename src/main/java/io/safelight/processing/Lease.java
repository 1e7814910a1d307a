package io.safelight.processing;

import io.safelight.error.StoreException;
import io.safelight.media.ClaimedJob;
import io.safelight.media.JobQueue;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A claimed job while a worker holds it. The worker reports progress; another thread calls {@link #beat} to renew the
 * lease, and one that never waits for the store calls {@link #enforceLimit}, so that a worker that hangs cannot look
 * alive for ever: the time limit ends the lease whatever the worker and the store do. Ending a lease interrupts the worker, which kills its ffmpeg. Liveness is measured with the monotonic clock.
 * Thread-safe.
 */
final class Lease implements Term, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Lease.class);
  /** Progress is written at most this often, and failed heartbeats are repeated after as long. */
  private static final Duration PACE = Duration.ofSeconds(1);
  /** Heartbeats come at least this often in the length of a lease. */
  private static final int BEATS_PER_LEASE = 6;
  /** 100 is said by the transition to {@code SUCCEEDED} alone. */
  private static final int MAX_PERCENT = 99;

  /** Why a lease ended before its worker was done. */
  enum Ending {
    /** Somebody else may be working on the job: nothing may be published. */
    LOST,
    /** The server shuts down. */
    SHUTDOWN,
    /** The time limit has passed. */
    TIMED_OUT
  }

  private final JobQueue queue;
  private final ClaimedJob job;
  private final Duration length;
  private final long endNanos;
  private final Thread worker;
  private final LongSupplier nanoTime;
  private final long pauseNanos;

  private final AtomicInteger percent;
  private int reportedPercent;
  private long lastTryNanos;
  private long lastRenewalNanos;
  private @Nullable Ending ending;
  private boolean closed;

  /**
   * @param length of the lease, as claimed just now
   * @param limit time after which the attempt is over
   * @param worker the thread that works on the job
   * @param nanoTime the monotonic clock, {@link System#nanoTime} but for tests
   */
  Lease(
      JobQueue queue, ClaimedJob job, Duration length, Duration limit, Thread worker, LongSupplier nanoTime) {
    this.queue = queue;
    this.job = job;
    this.length = length;
    this.worker = worker;
    this.nanoTime = nanoTime;
    this.reportedPercent = Math.min(MAX_PERCENT, job.media().progressPercent());
    this.percent = new AtomicInteger(reportedPercent);
    this.lastTryNanos = nanoTime.getAsLong();
    this.lastRenewalNanos = lastTryNanos;
    this.endNanos = lastTryNanos + limit.toNanos();
    this.pauseNanos = length.toNanos() / BEATS_PER_LEASE;
  }

  ClaimedJob job() {
    return job;
  }

  @Override
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, endNanos - nanoTime.getAsLong()));
  }

  @Override
  public void progress(int newPercent) {
    percent.accumulateAndGet(Math.min(MAX_PERCENT, newPercent), Math::max);
  }

  /** Why the lease ended; empty while it is held. */
  synchronized Optional<Ending> ending() {
    return Optional.ofNullable(ending);
  }

  /** Ends the lease and interrupts the worker; ignored after {@link #close}. */
  synchronized void end(Ending why) {
    if (!closed && ending == null) {
      ending = why;
      worker.interrupt();
    }
  }

  /** Ends the lease when its time limit has passed; to be called several times a second. Asks nobody, so it never waits. */
  void enforceLimit() {
    if (nanoTime.getAsLong() - endNanos >= 0) {
      end(Ending.TIMED_OUT);
    }
  }

  /**
   * Renews the lease and writes progress when it is time to; to be called several times a second, by one thread. No lock is held
   * while the queue is asked: a store that hangs must not keep the worker, or who ends the lease, waiting.
   */
  void beat() {
    int reporting = percent.get();
    if (!isDue(reporting)) {
      return;
    }
    long asked = nanoTime.getAsLong();
    try {
      if (queue.heartbeat(job, reporting, length)) {
        renewed(asked, reporting);
      } else {
        end(Ending.LOST);
      }
    } catch (StoreException e) {
      log.warn("media {}: the lease could not be renewed: {}", job.media().id(), e.getMessage());
      notRenewed(asked);
    }
  }

  private synchronized boolean isDue(int reporting) {
    if (closed || ending != null) {
      return false;
    }
    long now = nanoTime.getAsLong();
    long pause = reporting > reportedPercent ? Math.min(PACE.toNanos(), pauseNanos) : pauseNanos;
    if (now - lastTryNanos < pause) {
      return false;
    }
    lastTryNanos = now;
    return true;
  }

  private synchronized void renewed(long asked, int reporting) {
    lastRenewalNanos = asked;
    reportedPercent = reporting;
  }

  private synchronized void notRenewed(long asked) {
    if (asked - lastRenewalNanos >= length.toNanos()) {
      end(Ending.LOST);
    }
  }

  /**
   * Ends the heartbeats; from now on nobody interrupts the worker. Called by the worker itself before the write that
   * ends the job, which must not be torn by an interrupt.
   */
  @Override
  public synchronized void close() {
    closed = true;
    if (Thread.currentThread().equals(worker)) {
      Thread.interrupted();
    }
  }
}
