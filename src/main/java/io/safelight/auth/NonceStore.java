package io.safelight.auth;

import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.TreeMap;

/**
 * Remembers the requests that changed something, so that none is accepted twice (RFC 5849 section 3.3).
 *
 * <p>A request is remembered as a keyed 64-bit hash, about 16 bytes, until its timestamp alone refuses it: for the
 * window, and {@link #BODY_GRACE} more for bodies that take long to arrive, since what they sign can be verified only
 * at their end. Hashes lie in buckets of one minute of timestamps that are dropped whole. A new request is mistaken for
 * an old one with a probability of (remembered requests) / 2^64.
 *
 * <p>What was accepted before this store was made is not known to it; {@link #since} tells from which timestamp on it
 * can be relied on. Thread-safe; one short lock.
 */
public final class NonceStore {
  /** How long after the window a body may still be arriving. */
  static final Duration BODY_GRACE = Duration.ofMinutes(5);

  private static final long BUCKET_SECONDS = 60;

  private final InstantSource clock;
  private final long keepSeconds;
  private final int maxNonces;
  private final long since;
  private final SipHash hash = SipHash.random();
  private final TreeMap<Long, LongSet> buckets = new TreeMap<>();
  private int size;
  /** Number of the first bucket that has not been dropped; never falls, also when the clock does. */
  private long floor = Long.MIN_VALUE;

  /**
   * @param window how far a timestamp may be from the clock
   * @param maxNonces most requests remembered at once
   */
  public NonceStore(InstantSource clock, Duration window, int maxNonces) {
    this.clock = clock;
    this.keepSeconds = window.plus(BODY_GRACE).toSeconds();
    this.maxNonces = maxNonces;
    this.since = clock.instant().getEpochSecond();
  }

  /**
   * The first timestamp, in seconds since 1970, that can be told from a replay: the second in which this store was
   * made.
   */
  long since() {
    return since;
  }

  /**
   * Remembers a request whose signature was found right.
   *
   * @param timestamp seconds since 1970
   * @throws SafelightException COULD_NOT_AUTHENTICATE when it was seen before, TIMESTAMP_OUT_OF_BOUNDS when it is too
   *     old to tell, OVER_CAPACITY when no more can be remembered
   */
  void remember(String consumerKey, String token, long timestamp, String nonce) {
    long key = hash.hash(bytes(consumerKey, token, timestamp, nonce));
    long bucket = Math.floorDiv(timestamp, BUCKET_SECONDS);
    synchronized (buckets) {
      Instant now = clock.instant();
      drop(Math.floorDiv(now.getEpochSecond() - keepSeconds, BUCKET_SECONDS));
      if (timestamp < since || bucket < floor) {
        throw Refusal.of(
            ErrorCode.TIMESTAMP_OUT_OF_BOUNDS, "The request took too long to arrive; send it again, newly signed.");
      }
      LongSet known = buckets.computeIfAbsent(bucket, _ -> new LongSet());
      if (known.contains(key)) {
        throw Refusal.of(
            ErrorCode.COULD_NOT_AUTHENTICATE,
            "This request was already received. Sign every request with a new oauth_nonce.");
      }
      if (size >= maxNonces) {
        throw new SafelightException(ErrorCode.OVER_CAPACITY).retryAfter(untilRoom(now));
      }
      known.add(key);
      size++;
    }
  }

  /** Drops the buckets before this one. */
  private void drop(long first) {
    if (first <= floor) {
      return;
    }
    floor = first;
    var old = buckets.headMap(first);
    for (LongSet dropped : old.values()) {
      size -= dropped.size();
    }
    old.clear();
  }

  private Duration untilRoom(Instant now) {
    long oldest = buckets.isEmpty() ? floor : buckets.firstKey();
    long dropped = (oldest + 1) * BUCKET_SECONDS + keepSeconds;
    return Duration.ofSeconds(Math.max(1, dropped - now.getEpochSecond()));
  }

  private static byte[] bytes(String consumerKey, String token, long timestamp, String nonce) {
    byte[] key = consumerKey.getBytes(StandardCharsets.UTF_8);
    byte[] access = token.getBytes(StandardCharsets.UTF_8);
    byte[] once = nonce.getBytes(StandardCharsets.UTF_8);
    // The lengths keep "ab" + "c" apart from "a" + "bc".
    return ByteBuffer.allocate(2 * Integer.BYTES + Long.BYTES + key.length + access.length + once.length)
        .putInt(key.length)
        .putInt(access.length)
        .putLong(timestamp)
        .put(key)
        .put(access)
        .put(once)
        .array();
  }
}
