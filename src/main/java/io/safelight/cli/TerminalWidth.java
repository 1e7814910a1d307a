package io.safelight.cli;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalInt;

/** How many columns the terminal of this process has. */
final class TerminalWidth {
  private static final int USUAL = 80;

  private TerminalWidth() {}

  /** The variable {@code COLUMNS}, else what the terminal itself says, else 80. */
  static int columns(Map<String, String> environment) {
    OptionalInt asked = number(environment.getOrDefault("COLUMNS", ""));
    return asked.isPresent() ? asked.getAsInt() : ofDevice().orElse(USUAL);
  }

  /** A JVM cannot ask the terminal for its size; {@code stty} prints rows and columns. */
  private static OptionalInt ofDevice() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(Redirect.DISCARD)
              .start();
      try {
        String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        return number(size.substring(size.indexOf(' ') + 1));
      } finally {
        stty.destroy();
      }
    } catch (IOException e) {
      return OptionalInt.empty();
    }
  }

  /** A terminal that does not know its size says 0. */
  private static OptionalInt number(String text) {
    return text.matches("[1-9]\\d{0,4}") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
  }
}
