package io.safelight.cli;

import java.nio.file.Path;
import java.util.Map;

/** Folders below the user's home for what commands remember (XDG Base Directory Specification). */
final class StateFolder {
  private StateFolder() {}

  /** Where uploads that are under way are noted. */
  static Path uploads(Map<String, String> environment) {
    return base(environment, "XDG_STATE_HOME", ".local/state").resolve("safelight").resolve("uploads");
  }

  /** Where what can be made again is kept. */
  static Path cache(Map<String, String> environment) {
    return base(environment, "XDG_CACHE_HOME", ".cache").resolve("safelight");
  }

  private static Path base(Map<String, String> environment, String variable, String belowHome) {
    String folder = environment.getOrDefault(variable, "");
    // The specification says that a relative path is to be ignored.
    return folder.startsWith("/") ? Path.of(folder) : Path.of(System.getProperty("user.home"), belowHome);
  }
}
