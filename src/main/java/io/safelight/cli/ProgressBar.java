package io.safelight.cli;

/** Shows how far something is: a bar that grows on a terminal, a line at every tenth elsewhere. Thread-safe. */
final class ProgressBar implements AutoCloseable {
  private static final int WIDTH = 30;
  private static final int PLAIN_STEP = 10;

  private final Terminal terminal;
  private final String label;
  private int lastPlain = -PLAIN_STEP;

  ProgressBar(Terminal terminal, String label) {
    this.terminal = terminal;
    this.label = label;
  }

  /** Shows a percentage, 0 to 100, and a few words beside it. */
  synchronized void show(int percent, String detail) {
    String words = detail.isEmpty() ? "" : "  " + detail;
    if (terminal.interactive()) {
      int full = percent * WIDTH / 100;
      String bar = "█".repeat(full) + "░".repeat(WIDTH - full);
      terminal.live("%s %s %3d %%%s".formatted(label, terminal.paint(Terminal.Colour.ACCENT, bar), percent, words));
    } else if (percent / PLAIN_STEP > lastPlain / PLAIN_STEP || lastPlain < 0) {
      lastPlain = percent;
      terminal.println("%s %3d %%%s".formatted(label, percent, words));
    }
  }

  /** Removes the bar from a terminal. */
  @Override
  public void close() {
    terminal.endLive();
  }
}
