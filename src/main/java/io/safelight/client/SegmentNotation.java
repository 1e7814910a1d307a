package io.safelight.client;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/** Indexes of segments as the server writes them: {@code 0-3,5}. */
final class SegmentNotation {
  private static final int HIGHEST = 999;

  private SegmentNotation() {}

  /** Reads the notation, the empty text included; throws {@link IllegalArgumentException} for anything else. */
  static Set<Integer> parse(String text) {
    var indexes = new TreeSet<Integer>();
    for (String range : text.isBlank() ? new String[0] : text.split(",", -1)) {
      String[] ends = range.strip().split("-", 2);
      int first = Integer.parseInt(ends[0]);
      int last = Integer.parseInt(ends[ends.length - 1]);
      if (first < 0 || last < first || last > HIGHEST) {
        throw new IllegalArgumentException("'" + range + "' is no range of segments");
      }
      for (int index = first; index <= last; index++) {
        indexes.add(index);
      }
    }
    return Collections.unmodifiableSet(indexes);
  }
}
