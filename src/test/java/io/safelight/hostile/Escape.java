package io.safelight.hostile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Starts a program in a session of its own, and ends. Java starts programs as {@code posix_spawn} does, which is what the server
 * itself does inside the sandbox.
 */
public final class Escape {
  private Escape() {}

  /**
   * Runs the script {@code sleeper.pl} of the working directory until it has written the file {@code alive}. With an argument it stays
   * for that many milliseconds after that.
   */
  public static void main(String[] arguments) throws Exception {
    try {
      new ProcessBuilder("/usr/bin/setsid", "/usr/bin/perl", "sleeper.pl").start();
    } catch (IOException e) {
      System.err.println("[error] Decoder (codec refused) not found");
      System.exit(1);
    }
    while (Files.notExists(Path.of("alive")) || Files.size(Path.of("alive")) == 0) {
      Thread.sleep(5);
    }
    if (arguments.length > 0) {
      Thread.sleep(Long.parseLong(arguments[0]));
    }
  }
}
