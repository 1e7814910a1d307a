package io.safelight.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A user's OAuth 1.0a credentials, prepared for verifying many signatures. Thread-safe: the prepared MACs are only ever
 * copied.
 */
final class SigningAccount {
  private final Principal principal;
  private final Mac sha1;
  private final Mac sha256;
  private volatile Attempt preferred = Attempt.FIRST;

  SigningAccount(AccountRepository.OAuth1Account account) {
    this.principal = RequestAuthenticator.principal(account.user());
    byte[] key = key(account.consumerSecret(), account.accessTokenSecret());
    this.sha1 = prepare(SignatureMethod.HMAC_SHA1, key);
    this.sha256 = prepare(SignatureMethod.HMAC_SHA256, key);
  }

  /**
   * A way in which a request may have been signed.
   *
   * @param candidate index among the {@link BaseUriCandidates}
   * @param query what of the query was signed
   */
  record Attempt(int candidate, SignedQuery query) {
    /** What RFC 5849 asks for. */
    static final Attempt FIRST = new Attempt(0, SignedQuery.WHOLE);
  }

  Principal principal() {
    return principal;
  }

  /** How this account's requests were signed last; the best guess for the next. */
  Attempt preferred() {
    return preferred;
  }

  void prefer(Attempt attempt) {
    preferred = attempt;
  }

  /** A MAC with this account's key that has seen no bytes yet. */
  Mac mac(SignatureMethod method) {
    try {
      return (Mac) switch (method) {
        case HMAC_SHA1 -> sha1.clone();
        case HMAC_SHA256 -> sha256.clone();
      };
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("this Java runtime cannot copy a MAC", e);
    }
  }

  private static byte[] key(String consumerSecret, String tokenSecret) {
    String key =
        new String(PercentEncoding.encode(consumerSecret), StandardCharsets.US_ASCII)
            + '&'
            + new String(PercentEncoding.encode(tokenSecret), StandardCharsets.US_ASCII);
    return key.getBytes(StandardCharsets.US_ASCII);
  }

  private static Mac prepare(SignatureMethod method, byte[] key) {
    try {
      Mac mac = Mac.getInstance(method.algorithm());
      mac.init(new SecretKeySpec(key, method.algorithm()));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks " + method.algorithm(), e);
    }
  }
}
