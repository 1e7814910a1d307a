package io.safelight.auth;

import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import java.time.Duration;
import java.time.Instant;

/**
 * How a user, or an address, stands with one bucket after a call. Every answer to the call, also a refusal, carries the numbers in the
 * headers {@code x-rate-limit-limit}, {@code x-rate-limit-remaining} and {@code x-rate-limit-reset}.
 *
 * @param limit calls within a window
 * @param remaining calls that are left in this window
 * @param reset when the window ends, in seconds since 1970
 * @param allowed whether this call was within the limit
 */
public record RateLimit(int limit, int remaining, long reset, boolean allowed) {
  public static final String LIMIT_HEADER = "x-rate-limit-limit";
  public static final String REMAINING_HEADER = "x-rate-limit-remaining";
  public static final String RESET_HEADER = "x-rate-limit-reset";

  /** The error for a call that is not allowed: RATE_LIMIT_EXCEEDED, to be tried again when the window has ended. */
  public SafelightException refusal(Instant now) {
    return new SafelightException(ErrorCode.RATE_LIMIT_EXCEEDED)
        .with("limit", limit)
        .with("reset", reset)
        .retryAfter(Duration.ofSeconds(Math.max(1, reset - now.getEpochSecond())));
  }
}
