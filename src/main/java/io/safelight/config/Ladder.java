package io.safelight.config;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The sizes that a video is made in, beside the one that it is made in first.
 *
 * @param rungs the largest first
 */
public record Ladder(List<Rung> rungs) {
  private static final Pattern RUNG = Pattern.compile("([1-9][0-9]{1,3})p(?::([1-9][0-9]{0,5})([kM]))?");

  /** What X is known to use. */
  private static final Map<Integer, Long> USUAL_BIT_RATES =
      Map.of(1080, 10_368_000L, 720, 2_176_000L, 480, 950_000L, 320, 632_000L);

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

  /**
   * Reads {@code 1080p:8M, 480p:950k, 320p}; {@code none} is a ladder without rungs. One of the sizes 1080, 720, 480 and 320
   * without bits per second has those that X is known to use.
   *
   * @throws IllegalArgumentException when the text is something else
   */
  public static Ladder parse(String text) {
    return text.strip().equals("none")
        ? new Ladder(List.of())
        : new Ladder(Arrays.stream(text.split(",", -1)).map(rung -> rung(rung.strip())).toList());
  }

  /** What {@link #parse} reads as this ladder; null for none at all. */
  public static @Nullable String notation(@Nullable Ladder ladder) {
    if (ladder == null) {
      return null;
    }
    return ladder.rungs.isEmpty()
        ? "none"
        : ladder.rungs.stream().map(rung -> rung.side + "p:" + rung.maxBitRate / 1000 + "k").collect(Collectors.joining(","));
  }

  private static Rung rung(String text) {
    Matcher matcher = RUNG.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text);
    }
    int side = Integer.parseInt(matcher.group(1));
    if (matcher.group(2) != null) {
      return new Rung(side, Long.parseLong(matcher.group(2)) * (matcher.group(3).equals("k") ? 1000 : 1_000_000));
    }
    Long usual = USUAL_BIT_RATES.get(side);
    if (usual == null) {
      throw new IllegalArgumentException(text);
    }
    return new Rung(side, usual);
  }
}
