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
 * Counts calls per user and bucket in fixed windows that begin with a user's first call, as X does; and those that no user
 * stands behind per address. In memory only: a restart begins all windows anew. Never blocks, so it may be used on an I/O
 * thread. Thread-safe.
 *
 * <p>A counter is one number that holds the window's start and its count, changed by compare-and-set. Counters that
 * have been idle for longer than any window are forgotten, and beyond a fixed number of them those that were seldom
 * used. Addresses have a table of their own: anybody may have many, and must not make the server forget what users did.
 */
public final class RateLimiter {
  private static final int MAX_COUNTERS = 100_000;
  private static final int MAX_ADDRESSES = 20_000;
  private static final Duration IDLE = Duration.ofHours(3);
  /** Bits of the count; the seconds of the window's start lie above them. */
  private static final int COUNT_BITS = 24;

  private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;

  private final InstantSource clock;
  private final Preset preset;
  private final LoadingCache<Key, AtomicLong> users = counters(MAX_COUNTERS);
  private final LoadingCache<String, AtomicLong> addresses = counters(MAX_ADDRESSES);

  public RateLimiter(RateLimitConfig config, InstantSource clock) {
    this.clock = clock;
    this.preset = config.preset();
  }

  private static <K> LoadingCache<K, AtomicLong> counters(int most) {
    return Caffeine.newBuilder()
        .maximumSize(most)
        .expireAfterAccess(IDLE)
        .executor(Runnable::run)
        .build(_ -> new AtomicLong());
  }

  private record Key(UserId user, RateLimitBucket bucket) {}

  /**
   * Counts a call of a user. A call beyond the limit is not counted.
   *
   * @return empty when rate limits are off
   */
  public Optional<RateLimit> take(UserId user, RateLimitBucket bucket) {
    return preset == Preset.OFF ? Optional.empty() : Optional.of(take(users.get(new Key(user, bucket)), bucket));
  }

  /**
   * Counts a call that no user stands behind, in {@link RateLimitBucket#UNPROVEN}. A call beyond the limit is not counted.
   *
   * @param origin the address it comes from, as {@link io.safelight.http.Exchange#origin} names it
   * @return empty when rate limits are off
   */
  public Optional<RateLimit> takeUnproven(String origin) {
    return preset == Preset.OFF
        ? Optional.empty()
        : Optional.of(take(addresses.get(origin), RateLimitBucket.UNPROVEN));
  }

  private RateLimit take(AtomicLong counter, RateLimitBucket bucket) {
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
        return new RateLimit(limit, 0, reset, false);
      }
      if (counter.compareAndSet(seen, start << COUNT_BITS | (count + 1))) {
        return new RateLimit(limit, (int) (limit - count - 1), reset, true);
      }
    }
  }

  /** How many addresses are remembered. */
  long addresses() {
    addresses.cleanUp();
    return addresses.estimatedSize();
  }
}
