package io.safelight.auth;

import io.safelight.error.ErrorCode;
import io.safelight.http.Exchange;
import java.security.MessageDigest;

/** The key of the admin API. Only its hash is held. Immutable. */
public final class AdminKey {
  private final byte[] hash;

  /**
   * @param key as an administrator sends it; white space around it does not count
   */
  public AdminKey(String key) {
    this.hash = TokenHash.bytes(key.strip());
  }

  /**
   * Lets only the administrator pass.
   *
   * @throws io.safelight.error.SafelightException BAD_AUTHENTICATION_DATA when there is no bearer token, INVALID_TOKEN
   *     when it is not the key
   */
  public void require(Exchange exchange) {
    String authorization = exchange.header("Authorization").orElse("").strip();
    if (!authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
      throw Refusal.of(ErrorCode.BAD_AUTHENTICATION_DATA, "Send the admin key as Authorization: Bearer.");
    }
    if (!MessageDigest.isEqual(hash, TokenHash.bytes(authorization.substring(7).strip()))) {
      throw Refusal.of(ErrorCode.INVALID_TOKEN, "The bearer token is not the admin key of this server.");
    }
  }
}
