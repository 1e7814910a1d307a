package io.safelight.auth;

import java.util.Optional;

/**
 * The ways of signing that are accepted. PLAINTEXT is not, because it sends the secrets; RSA is not, because there are
 * no public keys here.
 */
enum SignatureMethod {
  HMAC_SHA1("HMAC-SHA1", "HmacSHA1"),
  HMAC_SHA256("HMAC-SHA256", "HmacSHA256");

  private final String wireName;
  private final String algorithm;

  SignatureMethod(String wireName, String algorithm) {
    this.wireName = wireName;
    this.algorithm = algorithm;
  }

  static Optional<SignatureMethod> of(String wireName) {
    if (wireName.equals(HMAC_SHA1.wireName)) {
      return Optional.of(HMAC_SHA1);
    }
    return wireName.equals(HMAC_SHA256.wireName) ? Optional.of(HMAC_SHA256) : Optional.empty();
  }

  /** Name of the algorithm for {@link javax.crypto.Mac}. */
  String algorithm() {
    return algorithm;
  }
}
