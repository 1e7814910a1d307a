package io.safelight.bench;

import java.util.Arrays;
import java.util.Locale;

/** Figures of repeated rounds. */
final class Measured {
  private Measured() {}

  static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** The value below which this share of the first {@code count} values lies; sorts them. */
  static long percentile(long[] values, int count, double share) {
    Arrays.sort(values, 0, count);
    return count == 0 ? 0 : values[Math.min(count - 1, (int) (count * share))];
  }

  /** A number with the given decimals, the same in every locale. */
  static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
