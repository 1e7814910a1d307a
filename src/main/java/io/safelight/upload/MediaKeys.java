package io.safelight.upload;

import io.safelight.media.MediaId;
import java.security.SecureRandom;

/** Makes the names that must not be guessed or repeated. Thread-safe. */
final class MediaKeys {
  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int SLUG_LENGTH = 26;
  private static final int KEY_LENGTH = 13;

  private final SecureRandom random = new SecureRandom();

  /** The random part of a media's URLs: 26 characters of 5 bits, at least 128 bits. */
  String slug() {
    return letters(SLUG_LENGTH);
  }

  /** A key that was never used before for a segment. */
  String segment(MediaId id, int index) {
    return id + "/seg/" + index + "." + letters(KEY_LENGTH);
  }

  private String letters(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    var text = new StringBuilder(length);
    for (byte b : bytes) {
      text.append(BASE32.charAt(b & 31));
    }
    return text.toString();
  }
}
