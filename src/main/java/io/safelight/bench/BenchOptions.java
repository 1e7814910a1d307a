package io.safelight.bench;

import java.util.List;

/** How the server under test is run: as it comes, but for limits on how often and how much one user may ask. */
final class BenchOptions {
  /** Arguments of {@code serve}. */
  static final List<String> UNLIMITED =
      List.of(
          "--set", "rate-limit.preset=off",
          "--set", "upload.max-open=5000",
          "--set", "upload.max-open-bytes=1 TiB");

  private BenchOptions() {}
}
