package io.safelight.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.config.ServerConfig;
import io.safelight.http.BaseUri;
import io.safelight.media.Media;
import io.safelight.media.MediaCategory;
import io.safelight.media.MediaId;
import io.safelight.media.MediaState;
import io.safelight.media.MediaTimes;
import io.safelight.media.UserId;
import io.safelight.media.Variant;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MediaUrlsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Variant VIDEO = new Variant("720p.mp4", "video/mp4", "1/out/1.r/720p.mp4", 10, 1280, 720, 0);
  private static final BaseUri CLIENT = new BaseUri("https", "media.example.org", 8443);

  private final SignedUrls signedUrls = new SignedUrls("secret", () -> NOW);

  @Test
  void a_url_begins_with_the_address_that_the_client_used() {
    assertThat(url(null, MediaCategory.TWEET_VIDEO, CLIENT)).isEqualTo("https://media.example.org:8443/media/slug/720p.mp4");
    assertThat(url(null, MediaCategory.TWEET_VIDEO, new BaseUri("http", "localhost", 80)))
        .isEqualTo("http://localhost/media/slug/720p.mp4");
  }

  @Test
  void a_public_url_comes_first() {
    assertThat(url("https://cdn.example.com", MediaCategory.TWEET_VIDEO, CLIENT))
        .isEqualTo("https://cdn.example.com/media/slug/720p.mp4");
    assertThat(url("https://cdn.example.com/base/", MediaCategory.TWEET_VIDEO, CLIENT))
        .isEqualTo("https://cdn.example.com/base/media/slug/720p.mp4");
  }

  @Test
  void the_name_of_another_machine_is_never_handed_out() {
    assertThat(url(null, MediaCategory.TWEET_VIDEO, new BaseUri("https", "upload.twitter.com", 443)))
        .isEqualTo("http://127.0.0.1:8080/media/slug/720p.mp4");
  }

  @Test
  void the_url_of_a_private_media_is_signed_for_as_long_as_configured() {
    String url = url(null, MediaCategory.DM_VIDEO, CLIENT);

    URI parsed = URI.create(url);
    assertThat(url).startsWith("https://media.example.org:8443/media/slug/720p.mp4?");
    String[] parts = parsed.getQuery().split("[=&]");
    assertThat(parts).hasSize(4);
    assertThat(parts[1]).isEqualTo(Long.toString(NOW.plus(Duration.ofHours(1)).getEpochSecond()));
    assertThat(signedUrls.verify("slug", "720p.mp4", parts[1], parts[3])).isEqualTo(SignedUrls.Verdict.VALID);
  }

  @Test
  void only_an_owner_gets_a_signature() {
    BaseUri client = new BaseUri("http", "127.0.0.1", 8080);

    assertThat(url(null, MediaCategory.DM_VIDEO, client, DeliveryServer.ADDITIONAL)).contains("sig=");
    assertThat(url(null, MediaCategory.DM_VIDEO, client, new UserId(99))).endsWith("/media/slug/720p.mp4");
  }

  private String url(@Nullable String publicUrl, MediaCategory category, BaseUri client) {
    return url(publicUrl, category, client, DeliveryServer.OWNER);
  }

  private String url(@Nullable String publicUrl, MediaCategory category, BaseUri client, UserId viewer) {
    var server =
        new ServerConfig(
            "127.0.0.1",
            8080,
            Path.of("data"),
            Optional.ofNullable(publicUrl).map(URI::create),
            List.of(),
            List.of("Upload.twitter.com", "api.x.com"));
    var urls =
        new MediaUrls(
            server, DeliveryServer.CONFIG, () -> new BaseUri("http", "127.0.0.1", 8080), signedUrls, () -> NOW);
    return urls.url(media(category), VIDEO, client, viewer);
  }

  private static Media media(MediaCategory category) {
    return new Media(
        new MediaId(1),
        DeliveryServer.OWNERS,
        category,
        true,
        "video/mp4",
        1000,
        1000,
        MediaState.SUCCEEDED,
        100,
        0,
        0,
        0,
        new MediaTimes(NOW.minusSeconds(60), NOW.minusSeconds(50), null, null, null, NOW, null),
        "slug",
        null,
        null,
        null,
        true,
        1);
  }
}
