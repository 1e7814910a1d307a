package io.safelight.api;

import io.safelight.auth.Authenticator;
import io.safelight.auth.Principal;
import io.safelight.auth.RateLimit;
import io.safelight.auth.RateLimitBucket;
import io.safelight.auth.RateLimiter;
import io.safelight.http.Exchange;
import io.safelight.http.Parameter;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through authentication and rate limit. It remembers how far it came, so that the answer, also an error,
 * can say how the user stands. Not thread-safe.
 */
public final class Call {
  private final Exchange exchange;
  private final RateLimiter limiter;
  private final InstantSource clock;
  private final Authenticator.Claim claim;
  private @Nullable Principal principal;
  private @Nullable RateLimitBucket bucket;
  private @Nullable RateLimit rateLimit;

  Call(Exchange exchange, Authenticator.Claim claim, RateLimiter limiter, InstantSource clock) {
    this.exchange = exchange;
    this.claim = claim;
    this.limiter = limiter;
    this.clock = clock;
  }

  public Exchange exchange() {
    return exchange;
  }

  /**
   * On whose account an open body is counted: the user's when the caller is proven, else that of the request's origin. Anybody can
   * claim to be a user, and would use up the user's share.
   */
  public String account() {
    Optional<Principal> proven = principal == null ? claim.proven() : Optional.of(principal);
    return proven.map(user -> "user " + user.user()).orElseGet(() -> "origin " + exchange.origin());
  }

  /**
   * Proves who calls.
   *
   * @param form the parameters of an urlencoded body; empty for every other body
   */
  public Principal prove(List<Parameter> form) throws IOException {
    Principal proven = claim.prove(form);
    principal = proven;
    return proven;
  }

  /** Who calls; may be asked after {@link #prove}. */
  public Principal principal() {
    if (principal == null) {
      throw new IllegalStateException("the caller is not proven yet");
    }
    return principal;
  }

  /**
   * Counts the call, before any work. Counting it again in the same bucket does nothing.
   *
   * @throws io.safelight.error.SafelightException RATE_LIMIT_EXCEEDED
   */
  public void take(RateLimitBucket wanted) {
    if (wanted == bucket) {
      return;
    }
    RateLimit taken = limiter.take(principal().user(), wanted).orElse(null);
    bucket = wanted;
    rateLimit = taken;
    if (taken != null && !taken.allowed()) {
      throw taken.refusal(clock.instant());
    }
  }

  /** How the user stands after {@link #take}; empty before, and when rate limits are off. */
  public Optional<RateLimit> rateLimit() {
    return Optional.ofNullable(rateLimit);
  }

  /** Whether the caller was proven. */
  public boolean isProven() {
    return principal != null;
  }
}
