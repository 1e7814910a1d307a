package io.safelight.media;

import java.util.Optional;

/**
 * The number of a media: 63 bits, ordered by time of creation, guessable. Knowing one therefore never grants access.
 *
 * @param value positive
 */
public record MediaId(long value) implements Comparable<MediaId> {
  private static final int MAX_DIGITS = 19;

  public MediaId {
    if (value <= 0) {
      throw new IllegalArgumentException("a media id is positive");
    }
  }

  /** Reads the decimal form that clients send; empty for anything else, such as signs, blanks, zero or overflow. */
  public static Optional<MediaId> parse(String text) {
    if (text.isEmpty() || text.length() > MAX_DIGITS) {
      return Optional.empty();
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return Optional.empty();
      }
    }
    try {
      long value = Long.parseLong(text);
      return value > 0 ? Optional.of(new MediaId(value)) : Optional.empty();
    } catch (NumberFormatException overflow) {
      return Optional.empty();
    }
  }

  @Override
  public int compareTo(MediaId other) {
    return Long.compare(value, other.value);
  }

  /** The decimal form, as in {@code media_id_string}. */
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
