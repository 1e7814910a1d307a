package io.safelight.media;

import io.safelight.config.ExpiryConfig;
import io.safelight.config.Lifetime;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How long a media lives that nothing holds. Immutable. */
public final class Expiry {
  /** Where unused media are kept for ever: the default of those that are not. */
  private static final Duration USELESS = Duration.ofHours(24);

  private final ExpiryConfig config;

  public Expiry(ExpiryConfig config) {
    this.config = config;
  }

  /** The lifetime of an unused media of this category; it begins at INIT, and again when processing has ended. */
  public Lifetime unattached(MediaCategory category) {
    return category == MediaCategory.AMPLIFY_VIDEO ? config.unattachedAmplify() : config.unattached();
  }

  /** When such a media goes if it becomes usable now; null for never. */
  public @Nullable Instant endFrom(Instant now, MediaCategory category) {
    return unattached(category).endFrom(now).orElse(null);
  }

  /**
   * When an upload goes that is begun now and not finalized, or a media that fails now: they are of no use to anybody, so that
   * they go even where unused media are kept for ever.
   */
  public Instant endOfUseless(Instant now, MediaCategory category) {
    return unattached(category).endFrom(now).orElse(now.plus(USELESS));
  }
}
