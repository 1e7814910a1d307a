package io.safelight.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How the server under test is run: as it comes, but for what limits how often one user may ask. */
final class BenchOptions {
  private BenchOptions() {}

  /** Writes the configuration and returns the arguments of {@code serve} that use it. */
  static List<String> unlimited(Path folder) throws IOException {
    Path config = folder.resolve("safelight.yaml");
    Files.writeString(
        config,
        """
        rate-limit:
          preset: off
        upload:
          max-open: 5000
          max-open-bytes: 1 TiB
        """);
    return List.of("--config", config.toString());
  }
}
