package io.safelight.delivery;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A range of bytes of a file (RFC 9110 section 14).
 *
 * @param first offset of the first byte
 * @param last offset of the last byte, which is part of the range
 */
record HttpRange(long first, long last) {
  /**
   * Most ranges that are answered one by one. More, or any that overlap, come from no player or download manager, and cost more
   * than the file: the header is then ignored, as section 14.2 allows.
   */
  static final int MAX_RANGES = 16;

  /** What a Range header selects. */
  sealed interface Selection {
    /** The whole file: the header is malformed, of another unit, or asks for too much. */
    record Whole() implements Selection {}

    /** Nothing: 416. */
    record Unsatisfiable() implements Selection {}

    /** At least one range, in the order asked for; none overlaps another. */
    record Ranges(List<HttpRange> ranges) implements Selection {
      public Ranges {
        ranges = List.copyOf(ranges);
      }
    }
  }

  /** Reads a Range header for a file of this size. Numbers too large for a long mean what they say: beyond the end. */
  static Selection select(String header, long size) {
    int equals = header.indexOf('=');
    if (equals < 0 || !header.substring(0, equals).strip().toLowerCase(Locale.ROOT).equals("bytes") || size == 0) {
      return new Selection.Whole();
    }
    var satisfiable = new ArrayList<HttpRange>();
    boolean any = false;
    for (String element : header.substring(equals + 1).split(",", -1)) {
      String spec = element.strip();
      if (spec.isEmpty()) {
        // Lists may hold empty elements (RFC 9110 section 5.6.1.2).
        continue;
      }
      Bounds bounds = Bounds.parse(spec);
      if (bounds == null) {
        return new Selection.Whole();
      }
      any = true;
      bounds.within(size).ifPresent(satisfiable::add);
    }
    if (!any || satisfiable.size() > MAX_RANGES || overlap(satisfiable)) {
      return new Selection.Whole();
    }
    return satisfiable.isEmpty() ? new Selection.Unsatisfiable() : new Selection.Ranges(satisfiable);
  }

  long length() {
    return last - first + 1;
  }

  /** The value of Content-Range in a file of this size. */
  String contentRange(long size) {
    return "bytes " + first + "-" + last + "/" + size;
  }

  private static boolean overlap(List<HttpRange> ranges) {
    List<HttpRange> sorted = ranges.stream().sorted(Comparator.comparingLong(HttpRange::first)).toList();
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i).first <= sorted.get(i - 1).last) {
        return true;
      }
    }
    return false;
  }

  /**
   * One element of the header as written.
   *
   * @param first null for a suffix such as {@code -500}
   * @param last the suffix's length when {@code first} is null; null for an open end
   */
  private record Bounds(@Nullable Long first, @Nullable Long last) {
    static @Nullable Bounds parse(String spec) {
      int dash = spec.indexOf('-');
      if (dash < 0) {
        return null;
      }
      String before = spec.substring(0, dash);
      String after = spec.substring(dash + 1);
      if (!isNumber(before) || !isNumber(after) || (before.isEmpty() && after.isEmpty())) {
        return null;
      }
      var bounds = new Bounds(number(before), number(after));
      boolean backwards = bounds.first != null && bounds.last != null && bounds.last < bounds.first;
      return backwards ? null : bounds;
    }

    Optional<HttpRange> within(long size) {
      if (first == null) {
        long suffix = last == null ? 0 : Math.min(last, size);
        return suffix == 0 ? Optional.empty() : Optional.of(new HttpRange(size - suffix, size - 1));
      }
      if (first >= size) {
        return Optional.empty();
      }
      return Optional.of(new HttpRange(first, last == null ? size - 1 : Math.min(last, size - 1)));
    }

    private static boolean isNumber(String text) {
      return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static @Nullable Long number(String digits) {
      if (digits.isEmpty()) {
        return null;
      }
      try {
        return Long.parseLong(digits);
      } catch (NumberFormatException overflow) {
        return Long.MAX_VALUE;
      }
    }
  }
}
