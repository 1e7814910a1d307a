package io.safelight.media;

import java.util.Optional;

/** Reads the numbers that stand in requests: ids, sizes and positions. */
public final class Decimal {
  private static final int MAX_DIGITS = 19;

  private Decimal() {}

  /** The number; empty for anything but the digits 0 to 9, such as signs and blanks, and for what needs more than 63 bits. */
  public static Optional<Long> parse(String text) {
    if (text.isEmpty() || text.length() > MAX_DIGITS) {
      return Optional.empty();
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return Optional.empty();
      }
    }
    try {
      return Optional.of(Long.parseLong(text));
    } catch (NumberFormatException overflow) {
      return Optional.empty();
    }
  }
}
