package io.safelight.media;

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

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
