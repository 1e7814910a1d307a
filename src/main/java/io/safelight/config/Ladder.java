package io.safelight.config;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sizes that a video is made in, beside the one that it is made in first.
 *
 * @param rungs the largest first
 */
public record Ladder(List<Rung> rungs) {
  private static final Pattern RUNG = Pattern.compile("([1-9][0-9]{1,3})p:([1-9][0-9]{1,5})k");
  private static final int LEAST_SIDE = 64;
  private static final int LARGEST_SIDE = 4320;

  public Ladder {
    rungs = rungs.stream().sorted(Comparator.comparingInt(Rung::side).reversed()).toList();
    if (rungs.stream().mapToInt(Rung::side).distinct().count() < rungs.size()) {
      throw new IllegalArgumentException("a size occurs twice");
    }
  }

  /** The longest shorter side of all; 0 where there is none. */
  public int largestSide() {
    return rungs.stream().mapToInt(Rung::side).max().orElse(0);
  }

  /**
   * One size.
   *
   * @param side the shorter side of the picture
   * @param maxBitRate most bits per second of the picture
   */
  public record Rung(int side, long maxBitRate) {
    public Rung {
      if (side < LEAST_SIDE || side > LARGEST_SIDE) {
        throw new IllegalArgumentException(side + " is no side of a video");
      }
    }
  }

  /** Reads {@code 1080p:10368k, 480p:950k}; {@code none} is a ladder without rungs. */
  static Ladder parse(String text) {
    return text.strip().equals("none")
        ? new Ladder(List.of())
        : new Ladder(Arrays.stream(text.split(",", -1)).map(rung -> rung(rung.strip())).toList());
  }

  private static Rung rung(String text) {
    Matcher matcher = RUNG.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text);
    }
    return new Rung(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2)) * 1000);
  }
}
