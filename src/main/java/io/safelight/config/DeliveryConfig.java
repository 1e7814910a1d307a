package io.safelight.config;

import java.time.Duration;

/** Delivery of media. */
@Area(value = "delivery", doc = "Delivery of media.")
public record DeliveryConfig(
    @Setting(
            value = "365d",
            min = "0s",
            max = "3650d",
            doc = "How long public media may be cached, unless they expire before.")
        Duration maxAge,
    @Setting(value = "1h", min = "1s", max = "7d", doc = "How long a signed URL of a private media is valid.")
        Duration signedUrlTtl) {}
