package io.safelight.auth;

import java.util.Random;

/** Random texts with what is hard to encode. */
final class Texts {
  private static final int[] CODE_POINTS =
      "azAZ09-._~ !\"#$%&'()*+,/:;<=>?@[\\]^`{|}\u007F\n\0äß€中\uFFFD\uE000\uD83D\uDE00".codePoints().toArray();

  private Texts() {}

  static String random(Random random, int length) {
    var text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(CODE_POINTS[random.nextInt(CODE_POINTS.length)]);
    }
    return text.toString();
  }
}
