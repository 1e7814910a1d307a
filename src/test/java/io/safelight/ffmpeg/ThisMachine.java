package io.safelight.ffmpeg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is known of the machine that tests run on without asking the code that they test. */
public final class ThisMachine {
  private ThisMachine() {}

  /** Whether this process may become any user. */
  public static boolean isRoot() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }

  /** The version of Landlock that the kernel says it has; 0 when it has none. */
  public static int landlock() {
    try {
      return Landlock.version();
    } catch (LibCException e) {
      return 0;
    }
  }
}
