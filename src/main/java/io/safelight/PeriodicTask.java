package io.safelight;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats a piece of work on a platform thread of its own, since the work calls the database. After an error the pause doubles
 * up to five minutes; no error ends the task. Thread-safe.
 */
final class PeriodicTask implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PeriodicTask.class);
  static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private final String name;
  private final Duration interval;
  private final Work work;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final CompletableFuture<Void> ended;

  /** What is done again and again. */
  @FunctionalInterface
  interface Work {
    /**
     * Does what is due.
     *
     * @param closing whether the task is being closed, so that long work should come to an end
     * @return true when there is more to do at once
     */
    boolean run(BooleanSupplier closing) throws Exception;
  }

  PeriodicTask(String name, Duration interval, Work work) {
    this.name = name;
    this.interval = interval;
    this.work = work;
    this.ended = CompletableFuture.runAsync(this::loop, Thread.ofPlatform().name(name).daemon()::start);
  }

  /** How long to wait after so many runs in a row that failed. */
  static Duration pauseAfter(int failures, Duration interval) {
    Duration pause = interval;
    for (int i = 0; i < failures && pause.compareTo(LONGEST_PAUSE) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    Duration longest = interval.compareTo(LONGEST_PAUSE) > 0 ? interval : LONGEST_PAUSE;
    return pause.compareTo(longest) > 0 ? longest : pause;
  }

  /** Ends the task and waits for the run that is under way. Nothing is interrupted, since that would close files being used. */
  @Override
  public void close() {
    closed.countDown();
    // Not the thread, since that wait could be interrupted.
    ended.join();
  }

  private void loop() {
    int failures = 0;
    boolean more = false;
    try {
      while (!closed.await(more ? 0 : pauseAfter(failures, interval).toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          more = work.run(() -> closed.getCount() == 0);
          failures = 0;
        } catch (Exception | Error e) {
          more = false;
          failures++;
          log.warn("{} failed; next try in {}", name, pauseAfter(failures, interval), e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      log.warn("{} was interrupted and has ended", name);
    }
  }
}
