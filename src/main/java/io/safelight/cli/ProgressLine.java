package io.safelight.cli;

/**
 * One line with a bar that fits into the width of a terminal: first the bar shrinks, then the name is cut, then the
 * words go. The last column stays free, since some terminals begin a new line when it is written.
 *
 * @param columns of the terminal
 */
record ProgressLine(int columns) {
  private static final int WIDEST_BAR = 30;
  private static final int NARROWEST_BAR = 10;
  private static final int SHORTEST_NAME = 8;
  private static final int FIRST_WIDE_CHARACTER = 0x1100;

  /** The line in three pieces, of which the middle one is the bar. */
  record Pieces(String before, String bar, String after) {}

  /**
   * Lays the line out.
   *
   * @param name may be empty
   * @param words may be empty
   */
  Pieces layOut(String name, String activity, int percent, String words) {
    int room = Math.max(1, columns - 1);
    String number = " %3d %%".formatted(percent);
    String after = number + (words.isEmpty() ? "" : "  " + words);
    int besides = activity.length() + 2;
    if (room < SHORTEST_NAME + besides + NARROWEST_BAR + cells(after)) {
      after = number;
    }
    int nameRoom = Math.max(SHORTEST_NAME, room - besides - NARROWEST_BAR - cells(after));
    String printable = name.replaceAll("\\p{Cntrl}", "?");
    String shortName = cells(printable) <= nameRoom ? printable : cut(printable, nameRoom - 1) + "…";
    String before = cut((shortName.isEmpty() ? "" : shortName + " ") + activity + " ", room);
    int left = room - cells(before);
    int width = Math.clamp(left - cells(after), 0, WIDEST_BAR);
    int full = Math.clamp(percent, 0, 100) * width / 100;
    return new Pieces(before, "█".repeat(full) + "░".repeat(width - full), cut(after, left - width));
  }

  /** The columns that a text takes at most: characters of East Asia and pictures take two. */
  static int cells(String text) {
    return text.codePoints().map(ProgressLine::cells).sum();
  }

  private static int cells(int character) {
    return character < FIRST_WIDE_CHARACTER || character == '…' ? 1 : 2;
  }

  private static String cut(String text, int room) {
    var kept = new StringBuilder();
    int used = 0;
    for (int character : text.codePoints().toArray()) {
      used += cells(character);
      if (used > room) {
        break;
      }
      kept.appendCodePoint(character);
    }
    return kept.toString();
  }
}
