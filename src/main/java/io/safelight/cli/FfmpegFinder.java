package io.safelight.cli;

import io.safelight.config.SafelightConfig;
import io.safelight.ffmpeg.FfmpegInstallation;
import java.nio.file.Path;

/** The ffmpeg that a server with this configuration uses. */
final class FfmpegFinder {
  private FfmpegFinder() {}

  static FfmpegInstallation find(SafelightConfig config) {
    return find(config, cache(config));
  }

  /** Where that server unpacks the bundled ffmpeg. */
  static Path cache(SafelightConfig config) {
    return config.processing().ffmpegCache().orElse(config.server().data().resolve("ffmpeg"));
  }

  /** That ffmpeg; the bundled one is unpacked here. */
  static FfmpegInstallation find(SafelightConfig config, Path cache) {
    return config
        .processing()
        .ffmpegPath()
        .map(FfmpegInstallation::at)
        .orElseGet(() -> FfmpegInstallation.bundled(cache));
  }
}
