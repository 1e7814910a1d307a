package io.safelight.processing;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a job rests before it is tried again. All are spread by a fifth either way, so that jobs do not come back as
 * a herd.
 */
enum Backoff {
  /** 2 s, 10 s, 50 s: a fault of the server seldom goes by itself. */
  FAILURE(Duration.ofSeconds(2), 5, Duration.ofMinutes(5)),
  /** 1 s, 2 s, 4 s: most interruptions are over at once. */
  INTERRUPTION(Duration.ofSeconds(1), 2, Duration.ofMinutes(1)),
  /** 5 s, 10 s, 20 s: until somebody has made room on the disk. */
  OUTAGE(Duration.ofSeconds(5), 2, Duration.ofMinutes(5));

  private final Duration first;
  private final int factor;
  private final Duration longest;

  Backoff(Duration first, int factor, Duration longest) {
    this.first = first;
    this.factor = factor;
    this.longest = longest;
  }

  /**
   * @param earlier how often it was tried before
   */
  Duration after(int earlier) {
    double millis = Math.min((double) longest.toMillis(), first.toMillis() * Math.pow(factor, earlier));
    return Duration.ofMillis((long) (millis * ThreadLocalRandom.current().nextDouble(0.8, 1.2)));
  }
}
