package io.safelight.client;

import java.time.Duration;

/**
 * How often and after which pause a request is tried again.
 *
 * @param attempts in all, the first one included
 * @param firstPause doubled after each attempt
 * @param longestPause also caps what the server asks for with {@code Retry-After}
 */
record RetryPolicy(int attempts, Duration firstPause, Duration longestPause) {
  static final RetryPolicy DEFAULT = new RetryPolicy(8, Duration.ofMillis(250), Duration.ofSeconds(30));

  /** The pause after the attempt with this number, counted from 1. */
  Duration pauseAfter(int attempt) {
    Duration doubled = firstPause.multipliedBy(1L << Math.min(attempt - 1, 20));
    return shorter(doubled, longestPause);
  }

  /** The pause when the server said how long to wait. */
  Duration pauseAsked(Duration retryAfter) {
    return shorter(retryAfter, longestPause);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
