package io.safelight.cli;

import io.safelight.config.SafelightConfig;
import io.safelight.ffmpeg.FfmpegInstallation;
import java.nio.file.Path;

/** The ffmpeg that a server with this configuration uses. */
final class FfmpegFinder {
  private FfmpegFinder() {}

  static FfmpegInstallation find(SafelightConfig config) {
    Path cache = config.processing().ffmpegCache().orElse(config.server().data().resolve("ffmpeg"));
    return config
        .processing()
        .ffmpegPath()
        .map(FfmpegInstallation::at)
        .orElseGet(() -> FfmpegInstallation.bundled(cache));
  }
}
