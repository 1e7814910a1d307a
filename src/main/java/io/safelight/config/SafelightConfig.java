package io.safelight.config;

/** The whole configuration. */
public record SafelightConfig(
    ServerConfig server,
    HttpConfig http,
    AuthConfig auth,
    RateLimitConfig rateLimit,
    UploadConfig upload,
    LimitsConfig limits,
    ProcessingConfig processing,
    DeliveryConfig delivery,
    ExpiryConfig expiry) {}
