package io.safelight.config;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long something lives: a duration, or for ever.
 *
 * @param duration empty for ever
 */
public record Lifetime(Optional<Duration> duration) {
  public static final Lifetime FOREVER = new Lifetime(Optional.empty());

  public static Lifetime of(Duration duration) {
    return new Lifetime(Optional.of(duration));
  }

  /** When something that begins to live now is over; empty for never. */
  public Optional<Instant> endFrom(Instant now) {
    return duration.map(now::plus);
  }
}
