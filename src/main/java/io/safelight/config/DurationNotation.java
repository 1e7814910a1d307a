package io.safelight.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 500ms}, {@code 10s}, {@code 5m}, {@code 24h}, {@code 15d}. */
public final class DurationNotation {
  private static final Pattern NOTATION = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d)");

  private DurationNotation() {}

  /** Reads the notation; throws {@link IllegalArgumentException} for all else, such as a number without a unit. */
  public static Duration parse(String text) {
    Matcher matcher = NOTATION.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not a duration; write 500ms, 10s, 5m, 24h or 15d");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }
}
