package io.safelight.processing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Durations as the X media API writes them in errors: {@code 2.minutes+29.seconds+350.milliseconds}. */
final class DurationText {
  private DurationText() {}

  static String of(Duration duration) {
    List<String> parts = new ArrayList<>();
    add(parts, duration.toHours(), "hours");
    add(parts, duration.toMinutesPart(), "minutes");
    add(parts, duration.toSecondsPart(), "seconds");
    add(parts, duration.toMillisPart(), "milliseconds");
    return parts.isEmpty() ? "0.milliseconds" : String.join("+", parts);
  }

  private static void add(List<String> parts, long count, String unit) {
    if (count > 0) {
      parts.add(count + "." + unit);
    }
  }
}
