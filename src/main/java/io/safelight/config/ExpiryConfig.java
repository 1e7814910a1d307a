package io.safelight.config;

import java.time.Duration;

/** When media go that nobody uses. A duration may be {@code never}. */
@Area(value = "expiry", doc = "When media go that nobody uses. A duration may be `never`.")
public record ExpiryConfig(
    @Setting(value = "24h", min = "1s", doc = "A media that is in no post goes after this time. `never` keeps what can be used; an upload that is not finalized, and a media that failed, go after a day.") Lifetime unattached,
    @Setting(value = "15d", min = "1s", doc = "The same for `amplify_video`.") Lifetime unattachedAmplify,
    @Setting(value = "24h", min = "1s", doc = "A media whose last post was deleted goes after this time.")
        Duration detached) {}
