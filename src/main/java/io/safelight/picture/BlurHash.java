package io.safelight.picture;

/**
 * Encodes a picture as a BlurHash: some 28 characters that an application turns into a blurred preview while it waits for the
 * picture (the algorithm as published at blurha.sh: a discrete cosine transform of linear light, in base 83).
 */
final class BlurHash {
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";

  private static final int BASE = 83;
  private static final int CHANNELS = 3;
  /** Steps of one channel of one component, with zero in the middle. */
  private static final int STEPS = 19;
  /** The greatest number that says how strong the strongest component is. */
  private static final int MOST_STRENGTH = 82;

  private BlurHash() {}

  /**
   * Encodes a square picture.
   *
   * @param rgb three bytes a pixel, sRGB, row after row
   * @param side pixels
   * @param columns components across, 2 to 9
   * @param rows components down, 2 to 9
   */
  static String encode(byte[] rgb, int side, int columns, int rows) {
    double[][] components = components(linear(rgb), side, columns, rows);
    double strongest = 0;
    for (int i = 1; i < components.length; i++) {
      for (double channel : components[i]) {
        strongest = Math.max(strongest, Math.abs(channel));
      }
    }
    int strength = Math.clamp((int) Math.floor(strongest * 166 - 0.5), 0, MOST_STRENGTH);
    double scale = (strength + 1) / 166.0;

    var hash = new StringBuilder();
    append(hash, columns - 1 + (rows - 1) * 9, 1);
    append(hash, strength, 1);
    append(hash, average(components[0]), 4);
    for (int i = 1; i < components.length; i++) {
      append(hash, deviation(components[i], scale), 2);
    }
    return hash.toString();
  }

  private static double[] linear(byte[] rgb) {
    double[] linear = new double[rgb.length];
    for (int i = 0; i < rgb.length; i++) {
      double value = (rgb[i] & 0xff) / 255.0;
      linear[i] = value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
    return linear;
  }

  /** By component, row after row, its three channels. */
  private static double[][] components(double[] linear, int side, int columns, int rows) {
    double[][] waves = waves(side, Math.max(columns, rows));
    double[][] components = new double[columns * rows][CHANNELS];
    for (int c = 0; c < components.length; c++) {
      double[] across = waves[c % columns];
      double[] down = waves[c / columns];
      double weight = (c == 0 ? 1.0 : 2.0) / (side * side);
      for (int pixel = 0; pixel < side * side; pixel++) {
        double factor = weight * across[pixel % side] * down[pixel / side];
        for (int channel = 0; channel < CHANNELS; channel++) {
          components[c][channel] += factor * linear[pixel * CHANNELS + channel];
        }
      }
    }
    return components;
  }

  private static double[][] waves(int side, int count) {
    double[][] waves = new double[count][side];
    for (int wave = 0; wave < count; wave++) {
      for (int i = 0; i < side; i++) {
        waves[wave][i] = Math.cos(Math.PI * wave * i / side);
      }
    }
    return waves;
  }

  /** The mean colour, 8 bits a channel. */
  private static int average(double[] channels) {
    int number = 0;
    for (double channel : channels) {
      double value = Math.clamp(channel, 0, 1);
      double encoded = value <= 0.0031308 ? value * 12.92 : 1.055 * Math.pow(value, 1 / 2.4) - 0.055;
      number = number << 8 | (int) (encoded * 255 + 0.5);
    }
    return number;
  }

  /** Three channels as steps on a scale whose outer parts are coarser. */
  private static int deviation(double[] channels, double scale) {
    int number = 0;
    for (double channel : channels) {
      double root = Math.copySign(Math.sqrt(Math.abs(channel / scale)), channel);
      number = number * STEPS + Math.clamp((int) Math.floor(root * 9 + 9.5), 0, STEPS - 1);
    }
    return number;
  }

  private static void append(StringBuilder hash, int number, int digits) {
    int divisor = (int) Math.pow(BASE, digits - 1);
    for (int i = 0; i < digits; i++) {
      hash.append(DIGITS.charAt(number / divisor % BASE));
      divisor /= BASE;
    }
  }
}
