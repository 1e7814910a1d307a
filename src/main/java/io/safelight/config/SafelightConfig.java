package io.safelight.config;

import java.nio.file.Path;

/** The whole configuration. */
public record SafelightConfig(
    ServerConfig server,
    HttpConfig http,
    AuthConfig auth,
    RateLimitConfig rateLimit,
    UploadConfig upload,
    LimitsConfig limits,
    ProcessingConfig processing,
    SandboxConfig sandbox,
    DeliveryConfig delivery,
    ExpiryConfig expiry) {

  /** Where the bundled ffmpeg is unpacked. */
  public Path ffmpegCache() {
    return processing.ffmpegCache().orElse(server.data().resolve("ffmpeg"));
  }
}
