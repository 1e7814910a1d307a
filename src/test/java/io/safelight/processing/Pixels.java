package io.safelight.processing;

import java.awt.image.BufferedImage;
import java.util.stream.IntStream;

/** Looks at pictures. */
final class Pixels {
  private Pixels() {}

  /** Mean of the red, green and blue of all pixels, 0 to 255. */
  static double averageBrightness(BufferedImage image) {
    return channels(image).average().orElseThrow();
  }

  /** Of two pictures of one size, the largest difference of any channel of any pixel. */
  static int greatestDifference(BufferedImage one, BufferedImage other) {
    return differences(one, other).max().orElseThrow();
  }

  static double meanDifference(BufferedImage one, BufferedImage other) {
    return differences(one, other).average().orElseThrow();
  }

  private static IntStream differences(BufferedImage one, BufferedImage other) {
    int[] left = channels(one).toArray();
    int[] right = channels(other).toArray();
    return IntStream.range(0, left.length).map(i -> Math.abs(left[i] - right[i]));
  }

  private static IntStream channels(BufferedImage image) {
    return IntStream.of(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
        .flatMap(rgb -> IntStream.of(rgb >> 16 & 0xFF, rgb >> 8 & 0xFF, rgb & 0xFF));
  }
}
