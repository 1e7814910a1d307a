package io.safelight.hostile;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Starts a program in a session of its own, and ends. Java starts programs as {@code posix_spawn} does, which the filter of the
 * sandbox cannot refuse.
 */
public final class Escape {
  private Escape() {}

  /** Runs the script {@code sleeper.pl} of the working directory until it has written the file {@code alive}. */
  public static void main(String[] arguments) throws Exception {
    new ProcessBuilder("/usr/bin/setsid", "/usr/bin/perl", "sleeper.pl").start();
    while (Files.notExists(Path.of("alive")) || Files.size(Path.of("alive")) == 0) {
      Thread.sleep(5);
    }
  }
}
