package io.safelight.media;

import java.util.Optional;

/**
 * The number of a media: 63 bits, ordered by time of creation, guessable. Knowing one therefore never grants access.
 *
 * @param value positive
 */
public record MediaId(long value) implements Comparable<MediaId> {
  public MediaId {
    if (value <= 0) {
      throw new IllegalArgumentException("a media id is positive");
    }
  }

  /** Reads the decimal form that clients send; empty for anything else, such as signs, blanks, zero or overflow. */
  public static Optional<MediaId> parse(String text) {
    return Decimal.parse(text).filter(value -> value > 0).map(MediaId::new);
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
