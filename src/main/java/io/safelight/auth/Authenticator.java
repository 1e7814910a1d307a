package io.safelight.auth;

import io.safelight.http.Exchange;
import io.safelight.http.Parameter;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who makes a request, in two steps, so that no body is read for somebody who is not even known: the first
 * needs only the head of the request, the second the parameters of an urlencoded body, which OAuth 1.0a signs.
 * Thread-safe.
 */
public interface Authenticator {

  /**
   * First step: scheme, consumer key, token and timestamp are valid.
   *
   * @throws io.safelight.error.SafelightException BAD_AUTHENTICATION_DATA, INVALID_TOKEN, TIMESTAMP_OUT_OF_BOUNDS or
   *     COULD_NOT_AUTHENTICATE
   */
  Claim check(Exchange exchange);

  /**
   * The first step from memory alone, on an I/O thread; null when the credentials are not in memory. Throws like
   * {@link #check}.
   */
  @Nullable Claim checkInMemory(Exchange exchange);

  /** Credentials that are known but not yet proven. */
  interface Claim {
    /** Who calls, where the head of the request proves it, as a bearer token does; empty for a signature. */
    Optional<Principal> proven();

    /**
     * Second step: the signature is right and the nonce new; a bearer token is proven already. Of a multipart or JSON
     * body nothing is signed.
     *
     * @param form the parameters of an urlencoded body; empty for every other body
     * @throws io.safelight.error.SafelightException COULD_NOT_AUTHENTICATE
     */
    Principal prove(List<Parameter> form) throws IOException;
  }
}
