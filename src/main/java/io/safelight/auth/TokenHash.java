package io.safelight.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The form in which bearer tokens are stored. They are long and random, so a plain hash is enough. */
final class TokenHash {
  private TokenHash() {}

  /** SHA-256 as lower-case hexadecimal digits. */
  static String hex(String token) {
    return HexFormat.of().formatHex(bytes(token));
  }

  static byte[] bytes(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime lacks SHA-256", e);
    }
  }
}
