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
        Duration signedUrlTtl,
    @Setting(
            value = "1 GiB", min = "16 MiB",
            doc =
                "Disk space for images in smaller sizes, which are made when they are first asked for; those that were not"
                + " asked for longest go first.")
        ByteSize imageCache,
    @Setting(
            value = "0", min = "0", max = "256",
            doc = "Images made in smaller sizes at once; 0 for one per two processors. Over 64 that wait, 503.")
        int imageSlots) {}
