package io.safelight.media;

import java.util.Optional;

/**
 * The number of a user.
 *
 * @param value positive
 */
public record UserId(long value) {
  public UserId {
    if (value <= 0) {
      throw new IllegalArgumentException("a user id is positive");
    }
  }

  /** Reads the decimal form that clients send; empty for anything else, such as signs, blanks, zero or overflow. */
  public static Optional<UserId> parse(String text) {
    return Decimal.parse(text).filter(value -> value > 0).map(UserId::new);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
