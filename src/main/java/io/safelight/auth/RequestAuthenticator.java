package io.safelight.auth;

import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.http.Exchange;
import io.safelight.http.Parameter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Accepts OAuth 1.0a signatures and bearer tokens of a user, from the Authorization header only. Thread-safe. */
public final class RequestAuthenticator implements Authenticator {
  /** What posts made with any of this server's credentials name as their source. */
  private static final String APPLICATION = "Safelight";

  private final AccountCache accounts;
  private final OAuth1Verifier verifier;

  /**
   * @param timestampWindow how far the timestamp of a signed request may be from the server's clock
   * @param publicAliases host names that clients may have signed for although they reached this server by another name
   */
  public RequestAuthenticator(
      AccountCache accounts, NonceStore nonces, Duration timestampWindow, List<String> publicAliases) {
    this.accounts = accounts;
    this.verifier = new OAuth1Verifier(timestampWindow, new BaseUriCandidates(publicAliases), nonces);
  }

  @Override
  public Claim check(Exchange exchange) {
    Claim claim = claim(exchange, true);
    if (claim == null) {
      throw Refusal.of(ErrorCode.INVALID_TOKEN, "These credentials do not belong to a user of this server.");
    }
    return claim;
  }

  @Override
  public @Nullable Claim checkInMemory(Exchange exchange) {
    return claim(exchange, false);
  }

  static Principal principal(AccountRepository.User user) {
    return new Principal(user.id(), APPLICATION);
  }

  /**
   * @param load whether to ask the repository for what is not in memory
   * @return null when the credentials were not found
   */
  private @Nullable Claim claim(Exchange exchange, boolean load) {
    String authorization = exchange.header("Authorization").orElse("").strip();
    int space = authorization.indexOf(' ');
    String scheme = space < 0 ? authorization : authorization.substring(0, space);
    String credentials = space < 0 ? "" : authorization.substring(space + 1).strip();
    return switch (scheme.toLowerCase(Locale.ROOT)) {
      case "oauth" -> signed(OAuth1Header.parse(credentials), exchange, load);
      case "bearer" -> bearer(credentials, load);
      case "" -> throw bad("The request has no Authorization header.");
      default -> throw bad("The Authorization header must begin with OAuth or Bearer.");
    };
  }

  private @Nullable Claim signed(OAuth1Header header, Exchange exchange, boolean load) {
    SigningAccount account =
        load
            ? accounts.signing(header.consumerKey(), header.token())
            : accounts.signingIfPresent(header.consumerKey(), header.token());
    return account == null
        ? null
        : new SignedClaim(header, verifier.checkHead(header, exchange), account, exchange, verifier);
  }

  private @Nullable Claim bearer(String token, boolean load) {
    if (token.isEmpty()) {
      throw bad("The Authorization header has no token behind Bearer.");
    }
    String hash = TokenHash.hex(token);
    Principal principal = load ? accounts.bearer(hash) : accounts.bearerIfPresent(hash);
    return principal == null ? null : new BearerClaim(principal);
  }

  private static SafelightException bad(String hint) {
    return Refusal.of(ErrorCode.BAD_AUTHENTICATION_DATA, hint);
  }

  private record SignedClaim(
      OAuth1Header header, SignatureMethod method, SigningAccount signer, Exchange exchange, OAuth1Verifier verifier)
      implements Claim {
    @Override
    public Optional<Principal> proven() {
      return Optional.empty();
    }

    @Override
    public Principal prove(List<Parameter> form) throws IOException {
      verifier.checkSignature(header, method, signer, exchange, form);
      return signer.principal();
    }
  }

  private record BearerClaim(Principal principal) implements Claim {
    @Override
    public Optional<Principal> proven() {
      return Optional.of(principal);
    }

    @Override
    public Principal prove(List<Parameter> form) {
      return principal;
    }
  }
}
