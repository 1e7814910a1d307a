package io.safelight.config;

import java.util.Collection;
import java.util.Comparator;

/** Finds what somebody who mistyped a name most likely meant. */
final class NearestName {
  private NearestName() {}

  /** The candidate that the fewest insertions, deletions and replacements of a letter lead to; there must be one. */
  static String of(String name, Collection<String> candidates) {
    return candidates.stream().min(Comparator.comparingInt(candidate -> distance(name, candidate))).orElseThrow();
  }

  private static int distance(String from, String to) {
    int[] previous = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] current = new int[to.length() + 1];
      current[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[to.length()];
  }
}
