package io.safelight;

import io.safelight.api.admin.HealthApi.Check;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A check whose result counts for a while, so that however often somebody asks, it costs little; and that runs on a thread of its
 * own, so that where it hangs, who asks does not. Thread-safe.
 */
final class RememberedCheck {
  private static final Logger log = LoggerFactory.getLogger(RememberedCheck.class);

  private final String name;
  private final Duration validity;
  private final Supplier<String> check;
  private final InstantSource clock;

  private @Nullable CompletableFuture<Check> latest;
  private Instant begun = Instant.EPOCH;
  private volatile boolean wasWell = true;

  /**
   * @param validity how long a result counts
   * @param check says what is wrong, in words for an operator; empty when nothing is. Runs on a platform thread
   */
  RememberedCheck(String name, Duration validity, Supplier<String> check, InstantSource clock) {
    this.name = name;
    this.validity = validity;
    this.check = check;
    this.clock = clock;
  }

  /**
   * The result, at most {@code validity} old; a check that has not ended by the deadline has failed until it does.
   *
   * @param deadlineNanos as {@link System#nanoTime} counts
   */
  Check result(long deadlineNanos) {
    try {
      return latest().get(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return new Check(name, false, "The check does not come to an end: what it tries hangs.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Check(name, false, "The server is stopping.");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Starts the check unless its result is young enough or still to come. */
  void begin() {
    var _ = latest();
  }

  private synchronized CompletableFuture<Check> latest() {
    CompletableFuture<Check> known = latest;
    Instant now = clock.instant();
    // Either way: a clock that is set back must not make an old result count for ever.
    boolean old = Duration.between(begun, now).abs().compareTo(validity) > 0;
    if (known == null || (known.isDone() && old)) {
      known =
          CompletableFuture.supplyAsync(
              this::run, task -> Thread.ofPlatform().daemon().name("check-" + name).start(task));
      latest = known;
      begun = now;
    }
    return known;
  }

  private Check run() {
    String problem = problem();
    boolean well = problem.isEmpty();
    if (well && !wasWell) {
      log.info("{} is ready again", name);
    } else if (!well && wasWell) {
      log.error("{} is not ready: {}", name, problem);
    }
    wasWell = well;
    return new Check(name, well, problem);
  }

  private String problem() {
    try {
      return check.get();
    } catch (RuntimeException e) {
      log.error("{} could not be checked", name, e);
      return "The check failed; see the log.";
    }
  }
}
