package io.safelight.auth;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.safelight.config.RateLimitConfig;
import io.safelight.config.RateLimitConfig.Preset;
import io.safelight.media.UserId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts calls per user and bucket in fixed windows that begin with a user's first call, as X does. In memory only: a
 * restart begins all windows anew. Never blocks, so it may be used on an I/O thread. Thread-safe.
 *
 * <p>A counter is one number that holds the window's start and its count, changed by compare-and-set. Counters that
 * have been idle for longer than any window are forgotten, and beyond a fixed number of them those that were seldom
 * used.
 */
public final class RateLimiter {
  private static final int MAX_COUNTERS = 100_000;
  private static final Duration IDLE = Duration.ofHours(3);
  /** Bits of the count; the seconds of the window's start lie above them. */
  private static final int COUNT_BITS = 24;

  private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;

  private final InstantSource clock;
  private final Preset preset;
  private final LoadingCache<Key, AtomicLong> counters;

  public RateLimiter(RateLimitConfig config, InstantSource clock) {
    this.clock = clock;
    this.preset = config.preset();
    this.counters =
        Caffeine.newBuilder()
            .maximumSize(MAX_COUNTERS)
            .expireAfterAccess(IDLE)
            .executor(Runnable::run)
            .build(_ -> new AtomicLong());
  }

  private record Key(UserId user, RateLimitBucket bucket) {}

  /**
   * Counts a call. A call beyond the limit is not counted.
   *
   * @return empty when rate limits are off
   */
  public Optional<RateLimit> take(UserId user, RateLimitBucket bucket) {
    if (preset == Preset.OFF) {
      return Optional.empty();
    }
    AtomicLong counter = counters.get(new Key(user, bucket));
    int limit = bucket.limit(preset);
    long window = bucket.window().toSeconds();
    while (true) {
      long now = clock.instant().getEpochSecond();
      long seen = counter.get();
      long start = seen >>> COUNT_BITS;
      long count = seen & COUNT_MASK;
      // A clock that was set back must neither forgive what was counted nor keep a window open for ever.
      if (now >= start + window || now < start - window) {
        start = now;
        count = 0;
      }
      long reset = start + window;
      if (count >= limit) {
        return Optional.of(new RateLimit(limit, 0, reset, false));
      }
      if (counter.compareAndSet(seen, start << COUNT_BITS | (count + 1))) {
        return Optional.of(new RateLimit(limit, (int) (limit - count - 1), reset, true));
      }
    }
  }
}
