package io.safelight.processing;

import io.safelight.error.StoreException;
import io.safelight.media.ClaimedJob;
import io.safelight.media.JobQueue;
import io.safelight.media.Lane;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The slots of one lane: platform threads, because jobs wait for processes and databases. Of the idle ones only one
 * asks the queue; when it has a job, the next one takes its place. So an idle lane costs one claim a second, however
 * many slots it has, and a job that comes is claimed at once. Thread-safe.
 */
final class LaneWorkers {
  private static final Logger log = LoggerFactory.getLogger(LaneWorkers.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration LONGEST_POLL = Duration.ofSeconds(15);

  private final JobQueue queue;
  private final JobRunner runner;
  private final Settlement settlement;
  private final Lane lane;
  private final String owner;
  private final Duration lease;
  private final List<Thread> threads;
  /** Held by the one idle thread that asks the queue. */
  private final ReentrantLock asking = new ReentrantLock();
  private final Semaphore nudges = new Semaphore(0);
  private volatile boolean closing;

  LaneWorkers(
      JobQueue queue, JobRunner runner, Settlement settlement, Lane lane, int slots, String owner, Duration lease) {
    this.queue = queue;
    this.runner = runner;
    this.settlement = settlement;
    this.lane = lane;
    this.owner = owner;
    this.lease = lease;
    this.threads =
        IntStream.rangeClosed(1, slots)
            .mapToObj(
                slot ->
                    Thread.ofPlatform()
                        .name("worker-" + lane.name().toLowerCase(Locale.ROOT) + "-" + slot)
                        .daemon()
                        .unstarted(this::work))
            .toList();
  }

  void start() {
    threads.forEach(Thread::start);
  }

  /** Makes the lane ask the queue now. Never blocks. */
  void nudge() {
    // One permit is enough: it is given back before the queue is asked, so that what came after it gives another.
    if (nudges.availablePermits() == 0) {
      nudges.release();
    }
  }

  /** Lets no slot take another job. */
  void stopClaiming() {
    closing = true;
    nudges.release(threads.size());
  }

  /** Waits until all slots have ended. Returns false when they have not by the deadline. */
  boolean awaitEnd(long deadlineNanos) throws InterruptedException {
    for (Thread thread : threads) {
      long left = deadlineNanos - System.nanoTime();
      if (thread.isAlive() && left > 0) {
        thread.join(Duration.ofNanos(left));
      }
    }
    return threads.stream().noneMatch(Thread::isAlive);
  }

  private void work() {
    while (!closing) {
      try {
        Optional<ClaimedJob> job = nextJob();
        if (job.isPresent()) {
          runner.run(job.get());
        }
      } catch (RuntimeException | Error e) {
        // A slot that ended here would be gone until the next start.
        log.error("a worker of lane {} goes on after a failure", lane, e);
        await(POLL);
      }
    }
  }

  /** Waits for a job; empty when the lane is closing. */
  private Optional<ClaimedJob> nextJob() {
    asking.lock();
    try {
      Duration pause = POLL;
      while (!closing) {
        nudges.drainPermits();
        try {
          List<ClaimedJob> jobs = queue.claim(owner, lane, 1, lease);
          pause = POLL;
          if (!jobs.isEmpty()) {
            return taken(jobs.getFirst());
          }
        } catch (StoreException e) {
          log.warn("lane {}: the queue cannot be asked: {}", lane, e.getMessage());
          pause = pause.multipliedBy(2).compareTo(LONGEST_POLL) < 0 ? pause.multipliedBy(2) : LONGEST_POLL;
        }
        await(pause);
      }
      return Optional.empty();
    } finally {
      asking.unlock();
    }
  }

  private Optional<ClaimedJob> taken(ClaimedJob job) {
    if (!closing) {
      return Optional.of(job);
    }
    settlement.handBack(job);
    return Optional.empty();
  }

  private void await(Duration pause) {
    try {
      boolean _ = nudges.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      // Only the end of a lease interrupts a worker, and that of its last job may come late.
      log.debug("lane {}: late interrupt", lane);
    }
  }
}
