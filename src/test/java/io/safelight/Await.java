package io.safelight;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what something else does in its own time: long enough for any machine, but not for ever. */
public final class Await {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofMillis(5);

  private Await() {}

  /**
   * Waits until something is so.
   *
   * @param what a sentence that says so, for the case that it never comes
   */
  public static void until(String what, Callable<Boolean> isSo) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!isSo.call()) {
      if (System.nanoTime() > end) {
        fail("In " + LIMIT.toSeconds() + " s it did not come to be so: " + what);
      }
      Thread.sleep(PAUSE);
    }
  }
}
