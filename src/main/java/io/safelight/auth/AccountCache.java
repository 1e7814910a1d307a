package io.safelight.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
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
  private final Cache<OAuth1Key, @Nullable SigningAccount> signing;
  private final Cache<String, @Nullable Principal> bearers;

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
    return signing.get(
        new OAuth1Key(consumerKey, token),
        key -> accounts.findOAuth1(key.consumerKey(), key.token()).map(SigningAccount::new).orElse(null));
  }

  /** The user of a bearer token from memory; null when it is not there. Never blocks. */
  @Nullable Principal bearerIfPresent(String tokenSha256) {
    return bearers.getIfPresent(tokenSha256);
  }

  /** The user of a bearer token from memory or the repository; null when there is none. */
  @Nullable Principal bearer(String tokenSha256) {
    return bearers.get(
        tokenSha256,
        key -> accounts.findByBearer(key).map(RequestAuthenticator::principal).orElse(null));
  }

  private static <K, V extends @Nullable Object> Cache<K, V> cache(Ticker ticker) {
    return Caffeine.newBuilder()
        .maximumSize(MAX_ACCOUNTS)
        .expireAfterWrite(LIFETIME)
        .ticker(ticker)
        .executor(Runnable::run)
        .build();
  }
}
