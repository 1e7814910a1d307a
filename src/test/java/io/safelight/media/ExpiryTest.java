package io.safelight.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.config.ExpiryConfig;
import io.safelight.config.Lifetime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ExpiryTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void what_is_of_no_use_goes_even_where_unused_media_are_kept_for_ever() {
    Expiry expiry = expiry(Lifetime.FOREVER, Lifetime.FOREVER);

    assertThat(expiry.endFrom(NOW, MediaCategory.TWEET_VIDEO)).isNull();
    assertThat(expiry.endOfUseless(NOW, MediaCategory.TWEET_VIDEO)).isEqualTo(NOW.plus(Duration.ofHours(24)));
    assertThat(expiry.endOfUseless(NOW, MediaCategory.AMPLIFY_VIDEO)).isEqualTo(NOW.plus(Duration.ofHours(24)));
  }

  @Test
  void elsewhere_it_goes_when_an_unused_media_would() {
    Expiry expiry = expiry(Lifetime.of(Duration.ofHours(2)), Lifetime.of(Duration.ofDays(15)));

    assertThat(expiry.endOfUseless(NOW, MediaCategory.TWEET_IMAGE)).isEqualTo(NOW.plus(Duration.ofHours(2)));
    assertThat(expiry.endOfUseless(NOW, MediaCategory.AMPLIFY_VIDEO)).isEqualTo(NOW.plus(Duration.ofDays(15)));
  }

  private static Expiry expiry(Lifetime unattached, Lifetime amplify) {
    return new Expiry(new ExpiryConfig(unattached, amplify, Duration.ofHours(24)));
  }
}
