package io.safelight.text;

import java.util.Locale;

/**
 * Text as one line of a log shows it. What files and clients brought may be in it: neither can it begin a line of its own, nor
 * change what a terminal shows of others.
 */
public final class OneLine {
  private OneLine() {}

  /** The text with every control character, every end of a line and every change of direction written out. */
  public static String of(String text) {
    if (text.chars().noneMatch(OneLine::isHidden)) {
      return text;
    }
    var line = new StringBuilder(text.length() + 16);
    text.chars().forEach(character -> append(line, (char) character));
    return line.toString();
  }

  /** The same of no more than the last so many characters of a text. */
  public static String ofEnd(String text, int characters) {
    String stripped = text.strip();
    return stripped.length() <= characters
        ? of(stripped)
        : "... " + of(stripped.substring(stripped.length() - characters));
  }

  private static void append(StringBuilder line, char character) {
    switch (character) {
      case '\n' -> line.append("\\n");
      case '\r' -> line.append("\\r");
      case '\t' -> line.append("\\t");
      default -> {
        if (isHidden(character)) {
          line.append(String.format(Locale.ROOT, "\\u%04x", (int) character));
        } else {
          line.append(character);
        }
      }
    }
  }

  /** Whether a character ends lines, or changes what a terminal shows. */
  static boolean isHidden(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
      default -> false;
    };
  }
}
