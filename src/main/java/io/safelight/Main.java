package io.safelight;

import io.safelight.cli.CommandLineTool;
import io.safelight.cli.Terminal;
import java.util.Locale;

/** Starts the command line. */
public final class Main {
  private Main() {}

  /** Runs the command and ends the process with its exit status: 0, 1 for a failure, 2 for a wrong argument. */
  public static void main(String[] args) {
    // Whatever the language of the machine: scripts read what is printed, and the sentences are English.
    Locale.setDefault(Locale.ROOT);
    System.exit(CommandLineTool.run(Terminal.ofProcess(), args));
  }
}
