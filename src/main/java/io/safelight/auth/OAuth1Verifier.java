package io.safelight.auth;

import io.safelight.auth.SigningAccount.Attempt;
import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.http.Exchange;
import io.safelight.http.Parameter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Verifies OAuth 1.0a requests of a known account: first what the head alone tells, then the signature, and only for a
 * right signature the nonce, so that nobody can use up a nonce, or memory, with a guess. Thread-safe.
 *
 * <p>Calls that only read are not remembered and may be repeated within the window.
 */
final class OAuth1Verifier {
  /** As many characters of a base string are shown in a refusal. */
  private static final int MAX_SHOWN = 2048;

  private final Duration window;
  private final BaseUriCandidates candidates;
  private final NonceStore nonces;
  private final LargeForms largeForms = new LargeForms();

  OAuth1Verifier(Duration window, BaseUriCandidates candidates, NonceStore nonces) {
    this.window = window;
    this.candidates = candidates;
    this.nonces = nonces;
  }

  /**
   * Looks at timestamp and signature method.
   *
   * @throws SafelightException TIMESTAMP_OUT_OF_BOUNDS, or COULD_NOT_AUTHENTICATE for a method that is not accepted
   */
  SignatureMethod checkHead(OAuth1Header header, Exchange exchange) {
    long now = exchange.receivedAt().getEpochSecond();
    // Compared this way round because the difference to a hostile timestamp can overflow.
    if (header.timestamp() < now - window.toSeconds() || header.timestamp() > now + window.toSeconds()) {
      throw Refusal.of(
          ErrorCode.TIMESTAMP_OUT_OF_BOUNDS,
          "oauth_timestamp is " + header.timestamp() + ", the server's clock says " + now + ", and they may be "
              + window.toSeconds() + " seconds apart.");
    }
    if (writes(exchange) && header.timestamp() < nonces.since()) {
      throw Refusal.of(
          ErrorCode.TIMESTAMP_OUT_OF_BOUNDS,
          "oauth_timestamp is " + header.timestamp() + ", from before the server's start at " + nonces.since()
              + "; send the request again, newly signed.");
    }
    return SignatureMethod.of(header.signatureMethod())
        .orElseThrow(
            () -> Refusal.of(
                ErrorCode.COULD_NOT_AUTHENTICATE, "oauth_signature_method must be HMAC-SHA1 or HMAC-SHA256."));
  }

  /**
   * Looks at signature and nonce.
   *
   * @param form the parameters of an urlencoded body; empty for every other body
   * @throws SafelightException COULD_NOT_AUTHENTICATE; TIMESTAMP_OUT_OF_BOUNDS when the body took too long to arrive;
   *     OVER_CAPACITY when no more nonces can be remembered, or too many large forms wait to be verified
   * @throws IOException when a parameter in a file cannot be read
   */
  void checkSignature(
      OAuth1Header header, SignatureMethod method, SigningAccount account, Exchange exchange, List<Parameter> form)
      throws IOException {
    var request = new SignedRequest(header, method, account, exchange, form);
    if (request.isLarge()) {
      largeForms.inTurn(
          exchange.origin(),
          () -> {
            checkSignature(request);
            return request;
          });
    } else {
      checkSignature(request);
    }
    if (writes(exchange)) {
      nonces.remember(header.consumerKey(), header.token(), header.timestamp(), header.nonce());
    }
  }

  private void checkSignature(SignedRequest request) throws IOException {
    if (!matchesPreferred(request) && !matchesAnother(request)) {
      String expected = request.text(SignedQuery.WHOLE).describe(candidate(request, 0));
      throw Refusal.of(
              ErrorCode.COULD_NOT_AUTHENTICATE,
              "The signature does not match. Compare your signature base string, and check both secrets.")
          .with("signature_base_string", expected.substring(0, Math.min(expected.length(), MAX_SHOWN)));
    }
  }

  private boolean matchesPreferred(SignedRequest request) throws IOException {
    Attempt attempt = request.account().preferred();
    SignedQuery query = request.mayHaveSigned(attempt.query()) ? attempt.query() : SignedQuery.WHOLE;
    return !request.matches(query, List.of(candidate(request, attempt.candidate()))).isEmpty();
  }

  private boolean matchesAnother(SignedRequest request) throws IOException {
    for (SignedQuery query : SignedQuery.values()) {
      if (request.mayHaveSigned(query) && matchesAnother(request, query)) {
        return true;
      }
    }
    return false;
  }

  private boolean matchesAnother(SignedRequest request, SignedQuery query) throws IOException {
    var uris = new ArrayList<String>(candidates.size());
    for (int i = 0; i < candidates.size(); i++) {
      uris.add(candidate(request, i));
    }
    List<String> untried =
        uris.stream().distinct().filter(uri -> !request.tried(query, uri)).limit(request.affordable()).toList();
    List<String> matching = request.matches(query, untried);
    if (matching.isEmpty()) {
      return false;
    }
    request.account().prefer(new Attempt(uris.indexOf(matching.getFirst()), query));
    return true;
  }

  private String candidate(SignedRequest request, int index) {
    return candidates.candidate(request.exchange().baseUri(), index);
  }

  /** Whether a call may change something. */
  static boolean writes(Exchange exchange) {
    return !exchange.method().equals("GET") && !exchange.method().equals("HEAD");
  }
}
