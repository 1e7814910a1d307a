package io.safelight.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Credentials that were used lately, ready for use. An entry lives for a minute, after which a revocation is seen. What
 * is unknown is not kept, so that a new user's first request succeeds; each unknown key therefore costs one indexed
 * look-up. Bounded by count. Thread-safe.
 */
public final class AccountCache {
  static final Duration LIFETIME = Duration.ofSeconds(60);
  private static final int MAX_ACCOUNTS = 10_000;

  private final AccountRepository accounts;
  private final Cache<OAuth1Key, SigningAccount> signing;
  private final Cache<String, Principal> bearers;

  public AccountCache(AccountRepository accounts) {
    this(accounts, Ticker.systemTicker());
  }

  AccountCache(AccountRepository accounts, Ticker ticker) {
    this.accounts = accounts;
    this.signing = cache(ticker);
    this.bearers = cache(ticker);
  }

  private record OAuth1Key(String consumerKey, String token) {}

  /** From memory; null when it is not there. Never blocks. */
  @Nullable SigningAccount signingIfPresent(String consumerKey, String token) {
    return signing.getIfPresent(new OAuth1Key(consumerKey, token));
  }

  /** From memory or the repository; null when there is none. */
  @Nullable SigningAccount signing(String consumerKey, String token) {
    return find(
        signing,
        new OAuth1Key(consumerKey, token),
        () -> accounts.findOAuth1(consumerKey, token).map(SigningAccount::new));
  }

  /** The user of a bearer token from memory; null when it is not there. Never blocks. */
  @Nullable Principal bearerIfPresent(String tokenSha256) {
    return bearers.getIfPresent(tokenSha256);
  }

  /** The user of a bearer token from memory or the repository; null when there is none. */
  @Nullable Principal bearer(String tokenSha256) {
    return find(bearers, tokenSha256, () -> accounts.findByBearer(tokenSha256).map(RequestAuthenticator::principal));
  }

  /** Not the cache's own loading, which would let a look-up on an I/O thread wait for the repository. */
  private static <K, V> @Nullable V find(Cache<K, V> cache, K key, Supplier<Optional<V>> repository) {
    V known = cache.getIfPresent(key);
    if (known != null) {
      return known;
    }
    Optional<V> found = repository.get();
    found.ifPresent(value -> cache.put(key, value));
    return found.orElse(null);
  }

  private static <K, V> Cache<K, V> cache(Ticker ticker) {
    return Caffeine.newBuilder()
        .maximumSize(MAX_ACCOUNTS)
        .expireAfterWrite(LIFETIME)
        .ticker(ticker)
        .executor(Runnable::run)
        .build();
  }
}
