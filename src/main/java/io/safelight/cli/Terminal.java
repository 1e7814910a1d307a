package io.safelight.cli;

import java.io.Console;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where a command writes. Lines go to standard output; on a real terminal one more line may stand below them that
 * changes in place. Thread-safe.
 */
public final class Terminal {
  private static final String CLEAR_LINE = "\r\u001b[2K";

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean interactive;
  private final boolean coloured;
  private final int columns;
  private String live = "";

  /**
   * A terminal, or what stands for one.
   *
   * @param columns its width; meaningless unless it is interactive
   */
  Terminal(PrintWriter out, PrintWriter err, boolean interactive, boolean coloured, int columns) {
    this.out = out;
    this.err = err;
    this.interactive = interactive;
    this.coloured = coloured;
    this.columns = columns;
  }

  /** Something without colours and without lines that change in place. */
  Terminal(PrintWriter out, PrintWriter err) {
    this(out, err, false, false, 0);
  }

  /** The terminal, file or pipe that this process was given. */
  public static Terminal ofProcess() {
    boolean interactive =
        isTerminal(System.console()) && !"dumb".equals(System.getenv("TERM"));
    return new Terminal(
        writer(System.out),
        writer(System.err),
        interactive,
        interactive && System.getenv("NO_COLOR") == null,
        interactive ? TerminalWidth.columns(System.getenv()) : 0);
  }

  /** Without a terminal there may be no console at all. */
  private static boolean isTerminal(@Nullable Console console) {
    return console != null && console.isTerminal();
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /** Whether a line can change in place. */
  boolean interactive() {
    return interactive;
  }

  /** The width; meaningless unless the terminal is {@link #interactive}. */
  int columns() {
    return columns;
  }

  PrintWriter out() {
    return out;
  }

  PrintWriter err() {
    return err;
  }

  /** Prints lines above the one that changes. */
  synchronized void println(String lines) {
    if (!live.isEmpty()) {
      out.print(CLEAR_LINE);
    }
    out.println(lines);
    redraw();
  }

  /** Replaces the line that changes; must not be called unless the terminal is {@link #interactive}. */
  synchronized void live(String line) {
    if (!line.equals(live)) {
      live = line;
      out.print(CLEAR_LINE);
      redraw();
    }
  }

  /** Lets the line that changes disappear. */
  synchronized void endLive() {
    if (!live.isEmpty()) {
      live = "";
      out.print(CLEAR_LINE);
      out.flush();
    }
  }

  /** Prints on standard error what a person should know and a program that reads the output should not see. */
  synchronized void remark(String sentence) {
    endLive();
    err.println(sentence);
  }

  /** The text in a colour, where there are colours. */
  String paint(Colour colour, String text) {
    return coloured ? colour.code + text + "\u001b[0m" : text;
  }

  private void redraw() {
    out.print(live);
    out.flush();
  }

  /** The colours that commands use. */
  enum Colour {
    GOOD("\u001b[32m"),
    BAD("\u001b[31m"),
    WARNING("\u001b[33m"),
    ACCENT("\u001b[36m"),
    FAINT("\u001b[2m");

    private final String code;

    Colour(String code) {
      this.code = code;
    }
  }
}
