package io.safelight.delivery;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs URLs of private media, so that an owner can hand one to a player that sends no Authorization. A signature covers one
 * file of one media and a time, and ends with that time. Thread-safe.
 */
public final class SignedUrls {
  /** Query parameter with the end of the URL's validity, in seconds since 1970. */
  public static final String EXPIRES = "exp";

  /** Query parameter with the HMAC-SHA256 in base64url. */
  public static final String SIGNATURE = "sig";

  private static final String ALGORITHM = "HmacSHA256";
  private static final int MAX_DIGITS = 12;

  private final SecretKeySpec key;
  private final InstantSource clock;

  /**
   * @param secret of this installation; see {@link io.safelight.blob.SecretFile}
   */
  public SignedUrls(String secret, InstantSource clock) {
    this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    this.clock = clock;
  }

  /** What a signature is worth. */
  enum Verdict {
    VALID,
    /** It was valid once. */
    EXPIRED,
    INVALID
  }

  /** The query that makes the URL of a file valid until a time, which is cut to the second. */
  String query(String slug, String file, Instant end) {
    String expires = Long.toString(end.getEpochSecond());
    return EXPIRES + "=" + expires + "&" + SIGNATURE + "=" + signature(slug, file, expires);
  }

  /** Checks the two query parameters of a URL. That it expired is said only of a signature that is right. */
  Verdict verify(String slug, String file, String expires, String signature) {
    if (expires.isEmpty() || expires.length() > MAX_DIGITS || !expires.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Verdict.INVALID;
    }
    // As text: base64 can write the same bytes in more than one way.
    byte[] expected = signature(slug, file, expires).getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8))) {
      return Verdict.INVALID;
    }
    return clock.instant().isBefore(Instant.ofEpochSecond(Long.parseLong(expires))) ? Verdict.VALID : Verdict.EXPIRED;
  }

  /** Neither a slug nor a number holds a line feed, so that no two URLs have the same text. */
  private String signature(String slug, String file, String expires) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] signed = ("media\n" + slug + "\n" + file + "\n" + expires).getBytes(StandardCharsets.UTF_8);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(signed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
