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
  private Authenticator.@Nullable Claim claim;
  private @Nullable Principal principal;
  private @Nullable RateLimitBucket bucket;
  private @Nullable RateLimit rateLimit;

  Call(Exchange exchange, RateLimiter limiter, InstantSource clock) {
    this.exchange = exchange;
    this.limiter = limiter;
    this.clock = clock;
  }

  /** Notes that its credentials are known. */
  void claims(Authenticator.Claim known) {
    claim = known;
  }

  public Exchange exchange() {
    return exchange;
  }

  /**
   * On whose account an open body is counted: the user's when the caller is proven, else that of the request's origin. Anybody can
   * claim to be a user, and would use up the user's share.
   */
  public String account() {
    return proven().map(user -> "user " + user.user()).orElseGet(() -> "origin " + exchange.origin());
  }

  private Optional<Principal> proven() {
    if (principal == null && claim != null) {
      principal = claim.proven().orElse(null);
    }
    return Optional.ofNullable(principal);
  }

  /**
   * Proves who calls.
   *
   * @param form the parameters of an urlencoded body; empty for every other body
   */
  public Principal prove(List<Parameter> form) throws IOException {
    if (claim == null) {
      throw new IllegalStateException("the credentials are not known yet");
    }
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
    charge(wanted, limiter.take(principal().user(), wanted));
  }

  /**
   * Counts a call that fails, unless it was counted before: for its user where it is proven who that is, else for the address that
   * it comes from.
   *
   * @param wanted the bucket of a user
   * @throws io.safelight.error.SafelightException RATE_LIMIT_EXCEEDED
   */
  void takeFailed(RateLimitBucket wanted) {
    if (bucket != null) {
      return;
    }
    if (proven().isPresent()) {
      take(wanted);
    } else {
      charge(RateLimitBucket.UNPROVEN, limiter.takeUnproven(exchange.origin()));
    }
  }

  private void charge(RateLimitBucket charged, Optional<RateLimit> taken) {
    bucket = charged;
    rateLimit = taken.orElse(null);
    if (rateLimit != null && !rateLimit.allowed()) {
      throw rateLimit.refusal(clock.instant());
    }
  }

  /** How the user, or the address, stands after the call was counted; empty before, and when rate limits are off. */
  public Optional<RateLimit> rateLimit() {
    return Optional.ofNullable(rateLimit);
  }

  /** Whether the caller was proven. */
  public boolean isProven() {
    return principal != null;
  }
}
