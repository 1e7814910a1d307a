package io.safelight.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Shows how far something is: a bar that grows on a terminal, redrawn ten times a second at most, and a line at every
 * tenth elsewhere. Thread-safe.
 */
final class ProgressBar implements AutoCloseable {
  private static final int PLAIN_STEP = 10;
  private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Terminal terminal;
  private final String name;
  private final String activity;
  private final ProgressLine line;
  private int lastPlain = -PLAIN_STEP;
  private int percent;
  private String words = "";
  private long lastDrawn = System.nanoTime() - REDRAW_NANOS;
  private boolean waiting;
  private boolean closed;

  /**
   * A bar that is not shown yet.
   *
   * @param name what is worked on, such as a file; may be empty, and is cut where the terminal is narrow
   */
  ProgressBar(Terminal terminal, String name, String activity) {
    this.terminal = terminal;
    this.name = name;
    this.activity = activity;
    this.line = new ProgressLine(terminal.columns());
  }

  /** Shows a percentage, 0 to 100, and a few words beside it. */
  synchronized void show(int percent, String words) {
    if (terminal.interactive()) {
      this.percent = percent;
      this.words = words;
      drawInTime();
    } else if (percent / PLAIN_STEP > lastPlain / PLAIN_STEP || lastPlain < 0) {
      lastPlain = percent;
      String label = name.isEmpty() ? activity : name + " " + activity;
      terminal.println("%s %3d %%%s".formatted(label, percent, words.isEmpty() ? "" : "  " + words));
    }
  }

  private void drawInTime() {
    if (waiting || closed) {
      return;
    }
    long early = REDRAW_NANOS - (System.nanoTime() - lastDrawn);
    if (early <= 0) {
      draw();
    } else {
      // Nothing may follow for a long time, and the state that stays on the screen then must be the last one.
      waiting = true;
      CompletableFuture.delayedExecutor(early, TimeUnit.NANOSECONDS).execute(this::drawLate);
    }
  }

  private synchronized void drawLate() {
    if (waiting) {
      waiting = false;
      draw();
    }
  }

  private void draw() {
    lastDrawn = System.nanoTime();
    ProgressLine.Pieces pieces = line.layOut(name, activity, percent, words);
    terminal.live(pieces.before() + terminal.paint(Terminal.Colour.ACCENT, pieces.bar()) + pieces.after());
  }

  /** Draws what was shown last, then removes the bar from the terminal. */
  @Override
  public synchronized void close() {
    drawLate();
    closed = true;
    terminal.endLive();
  }
}
