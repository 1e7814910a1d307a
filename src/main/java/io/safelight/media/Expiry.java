package io.safelight.media;

import io.safelight.config.ExpiryConfig;
import io.safelight.config.Lifetime;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How long a media lives that nothing holds. Immutable. */
public final class Expiry {
  private final ExpiryConfig config;

  public Expiry(ExpiryConfig config) {
    this.config = config;
  }

  /** The lifetime of an unused media of this category; it begins at INIT, and again when processing has ended. */
  public Lifetime unattached(MediaCategory category) {
    return category == MediaCategory.AMPLIFY_VIDEO ? config.unattachedAmplify() : config.unattached();
  }

  /** When such a media goes if its life begins now; null for never. */
  public @Nullable Instant endFrom(Instant now, MediaCategory category) {
    Optional<Instant> end = unattached(category).endFrom(now);
    return end.orElse(null);
  }
}
