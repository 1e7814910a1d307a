package io.safelight.auth;

import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Remembers the requests that changed something, so that none is accepted twice (RFC 5849 section 3.3).
 *
 * <p>A request is remembered as a keyed 64-bit hash, about 16 bytes, until its timestamp alone refuses it: for the
 * window, and {@link #BODY_GRACE} more for bodies that take long to arrive, since what they sign can be verified only
 * at their end. Hashes lie in buckets of one minute of timestamps that are dropped whole. A new request is mistaken for
 * an old one with a probability of (remembered requests) / 2^64. One account has a tenth of the room, so that nobody can
 * stop the signed calls of all others.
 *
 * <p>What was accepted before this store was made is not known to it; {@link #since} tells from which timestamp on it
 * can be relied on. Thread-safe; one short lock.
 */
public final class NonceStore {
  /** How long after the window a body may still be arriving. */
  static final Duration BODY_GRACE = Duration.ofMinutes(5);

  private static final long BUCKET_SECONDS = 60;
  /** One account may use up one of so many parts of the store. */
  private static final int SHARES = 10;

  private final InstantSource clock;
  private final long keepSeconds;
  private final int maxNonces;
  private final int maxOfOneAccount;
  private final long since;
  private final SipHash hash = SipHash.random();
  private final TreeMap<Long, Bucket> buckets = new TreeMap<>();
  private final Map<Account, Integer> sizes = new HashMap<>();
  private int size;
  /** Number of the first bucket that has not been dropped; never falls, also when the clock does. */
  private long floor = Long.MIN_VALUE;

  /**
   * @param window how far a timestamp may be from the clock
   * @param maxNonces most requests remembered at once; of one account a tenth
   */
  public NonceStore(InstantSource clock, Duration window, int maxNonces) {
    this.clock = clock;
    this.keepSeconds = window.plus(BODY_GRACE).toSeconds();
    this.maxNonces = maxNonces;
    this.maxOfOneAccount = Math.max(1, maxNonces / SHARES);
    this.since = clock.instant().getEpochSecond();
  }

  private record Account(String consumerKey, String token) {}

  /** The requests of a minute, and how many of them each account sent. */
  private record Bucket(LongSet hashes, Map<Account, Integer> sizes) {
    Bucket() {
      this(new LongSet(), new HashMap<>());
    }
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
   *     old to tell, OVER_CAPACITY when no more can be remembered, of this account or at all
   */
  void remember(String consumerKey, String token, long timestamp, String nonce) {
    long key = hash.hash(bytes(consumerKey, token, timestamp, nonce));
    var account = new Account(consumerKey, token);
    long minute = Math.floorDiv(timestamp, BUCKET_SECONDS);
    synchronized (buckets) {
      Instant now = clock.instant();
      drop(Math.floorDiv(now.getEpochSecond() - keepSeconds, BUCKET_SECONDS));
      if (timestamp < since || minute < floor) {
        throw Refusal.of(
            ErrorCode.TIMESTAMP_OUT_OF_BOUNDS, "The request took too long to arrive; send it again, newly signed.");
      }
      Bucket bucket = buckets.computeIfAbsent(minute, _ -> new Bucket());
      if (bucket.hashes().contains(key)) {
        throw Refusal.of(
            ErrorCode.COULD_NOT_AUTHENTICATE,
            "This request was already received. Sign every request with a new oauth_nonce.");
      }
      if (sizes.getOrDefault(account, 0) >= maxOfOneAccount) {
        throw new SafelightException(
                ErrorCode.OVER_CAPACITY, "You have sent more signed requests than this server remembers for one user.")
            .retryAfter(untilRoom(account, now));
      }
      if (size >= maxNonces) {
        throw new SafelightException(ErrorCode.OVER_CAPACITY).retryAfter(untilDropped(buckets.firstKey(), now));
      }
      bucket.hashes().add(key);
      bucket.sizes().merge(account, 1, Integer::sum);
      sizes.merge(account, 1, Integer::sum);
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
    for (Bucket dropped : old.values()) {
      size -= dropped.hashes().size();
      dropped.sizes().forEach(
          (account, count) -> sizes.computeIfPresent(account, (_, all) -> all > count ? all - count : null));
    }
    old.clear();
  }

  private Duration untilRoom(Account account, Instant now) {
    for (var bucket : buckets.entrySet()) {
      if (bucket.getValue().sizes().containsKey(account)) {
        return untilDropped(bucket.getKey(), now);
      }
    }
    throw new IllegalStateException("an account has more requests than the buckets");
  }

  private Duration untilDropped(long minute, Instant now) {
    long dropped = (minute + 1) * BUCKET_SECONDS + keepSeconds;
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
