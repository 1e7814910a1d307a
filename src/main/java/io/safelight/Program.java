package io.safelight;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** How this program is started on this machine. */
final class Program {
  /** Set by the launcher, to its own path. */
  private static final String LAUNCHER = "safelight.launcher";

  private Program() {}

  /** The words that start it again, from whatever folder, to be followed by a command. */
  static List<String> words() {
    String launcher = System.getProperty(LAUNCHER);
    if (launcher != null) {
      return List.of(launcher);
    }
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(entry -> Path.of(entry).toAbsolutePath().normalize().toString())
            .collect(Collectors.joining(File.pathSeparator));
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        classPath,
        Main.class.getName());
  }
}
