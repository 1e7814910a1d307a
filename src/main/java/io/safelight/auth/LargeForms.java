package io.safelight.auth;

import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Where the signatures of large forms are verified: on a few platform threads of their own, because it takes a processor
 * for tens of milliseconds, also when the signature is wrong; on virtual threads, it would keep those of all other
 * requests from running. Of each origin one form is verified at a time, so that those who send many wait for
 * themselves. Thread-safe.
 */
final class LargeForms {
  private static final Duration IDLE = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final ThreadPoolExecutor threads;
  private final ConcurrentHashMap<String, Turns> turns = new ConcurrentHashMap<>();

  /** Takes a quarter of the processors. */
  LargeForms() {
    this(Math.max(1, Runtime.getRuntime().availableProcessors() / 4));
  }

  LargeForms(int most) {
    threads =
        new ThreadPoolExecutor(
            most,
            most,
            IDLE.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("large-form-", 1).factory());
    threads.allowCoreThreadTimeOut(true);
  }

  /** The turns of one origin. */
  private static final class Turns {
    final Semaphore turn = new Semaphore(1, true);
    /** How many have or await a turn; changed under the lock of the map's entry. */
    int forms;
  }

  /**
   * Runs a check when it is its origin's turn, and waits for it.
   *
   * @throws SafelightException OVER_CAPACITY when its turn does not come soon, or the server stops; and what the check
   *     throws
   */
  <T> T inTurn(String origin, Callable<T> check) throws IOException {
    Turns own = turns.compute(origin, (_, known) -> join(known));
    try {
      if (!own.turn.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw busy();
      }
      try {
        return run(check);
      } finally {
        own.turn.release();
      }
    } catch (InterruptedException e) {
      // The interrupt is not kept: it would hinder the answer from being written.
      throw busy();
    } finally {
      turns.computeIfPresent(origin, (_, known) -> --known.forms == 0 ? null : known);
    }
  }

  private static Turns join(@Nullable Turns known) {
    Turns joined = known == null ? new Turns() : known;
    joined.forms++;
    return joined;
  }

  private <T> T run(Callable<T> check) throws IOException, InterruptedException {
    Future<T> result = threads.submit(check);
    try {
      return result.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw busy();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException problem -> throw problem;
        case RuntimeException problem -> throw problem;
        case Error problem -> throw problem;
        case null, default -> throw new IllegalStateException(e);
      }
    } finally {
      result.cancel(true);
    }
  }

  private static SafelightException busy() {
    return new SafelightException(
            ErrorCode.OVER_CAPACITY,
            "The server is verifying as many large urlencoded requests as it can; send this one again, or as multipart.")
        .retryAfter(RETRY_AFTER);
  }
}
