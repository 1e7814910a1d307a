package io.safelight.delivery;

import static io.safelight.delivery.DeliveryServer.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.media.MediaCategory;
import io.safelight.testmedia.TestMedia;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateMediaTest {
  private static final String VIDEO = "/media/dm/720p.mp4";

  @TempDir Path folder;
  private DeliveryServer server;

  @BeforeEach
  void start() throws Exception {
    server = new DeliveryServer(folder);
    server.publish("dm", MediaCategory.DM_VIDEO, "720p.mp4", "0123456789", "poster.jpg", "poster");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(MediaCategory.class)
  void without_credentials_everything_but_direct_messages_is_there(MediaCategory category) throws Exception {
    server.publish("other", category, "file.jpg", "x");
    assertThat(server.get("/media/other/file.jpg").statusCode()).isEqualTo(category.isPrivate() ? 404 : 200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer 1", "Bearer 2"})
  void owners_have_it_and_no_shared_cache_keeps_it(String credentials) throws Exception {
    var response = server.get(VIDEO, "Authorization", credentials);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("0123456789");
    assertThat(header(response, "Cache-Control")).isEqualTo("private, no-cache");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer 3", "Bearer unknown", "nonsense"})
  void to_everybody_else_it_is_as_unknown_as_any_other(String credentials) throws Exception {
    var denied = server.get(VIDEO, "Authorization", credentials);
    var unknown = server.get("/media/unknown/720p.mp4", "Authorization", credentials);

    assertThat(denied.statusCode()).isEqualTo(404);
    assertThat(denied.body()).isEqualTo(unknown.body());
    assertThat(denied.headers().map().keySet()).isEqualTo(unknown.headers().map().keySet());
  }

  @Test
  void credentials_that_cannot_be_checked_now_may_be_tried_again() throws Exception {
    var response = server.get(VIDEO, "Authorization", "Bearer busy");
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(header(response, "Retry-After")).isEqualTo("7");
  }

  @Test
  void a_signed_url_opens_one_file_until_it_ends() throws Exception {
    String query = sign("720p.mp4", Duration.ofHours(1));

    assertThat(server.get(VIDEO + "?" + query).body()).isEqualTo("0123456789");
    assertThat(server.get(VIDEO + "?" + query, "Range", "bytes=0-1").body()).isEqualTo("01");
    assertThat(server.send("HEAD", VIDEO + "?" + query).statusCode()).isEqualTo(200);
    assertThat(server.get("/media/dm/poster.jpg?" + query).statusCode()).isEqualTo(404);

    server.clock.advance(Duration.ofHours(1));
    var expired = server.get(VIDEO + "?" + query);
    assertThat(expired.statusCode()).isEqualTo(403);
    assertThat(expired.body()).startsWith("This link has expired.");
    assertThat(header(expired, "Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void an_owner_needs_no_link_that_is_still_valid() throws Exception {
    String query = sign("720p.mp4", Duration.ofSeconds(-1));
    assertThat(server.get(VIDEO + "?" + query, "Authorization", "Bearer 1").statusCode()).isEqualTo(200);
  }

  @Test
  void a_link_that_was_tampered_with_is_as_unknown_as_any_other() throws Exception {
    String valid = sign("720p.mp4", Duration.ofHours(1));
    String expired = sign("720p.mp4", Duration.ofHours(-1));
    String later = valid.replaceFirst("exp=\\d+", "exp=99999999999");
    String otherSecret =
        new SignedUrls("another secret", server.clock).query("dm", "720p.mp4", server.clock.instant().plusSeconds(60));
    String noSignature = valid.substring(0, valid.indexOf('&'));
    String signature = valid.substring(valid.indexOf("sig="));

    for (String query :
        new String[] {
          later, otherSecret, noSignature, signature, expired + "x", valid + "AAAA", valid + "=", sameBytes(valid),
          "exp=&sig=", "exp=-1&sig=AA",
          "exp=99999999999999999999&sig=AA", "exp=1&sig=%21",
        }) {
      assertThat(server.get(VIDEO + "?" + query).statusCode()).as(query).isEqualTo(404);
    }
  }

  /** 32 bytes leave two bits of the last character free. */
  private static String sameBytes(String query) {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    int last = alphabet.indexOf(query.charAt(query.length() - 1));
    return query.substring(0, query.length() - 1) + alphabet.charAt(last ^ 1);
  }

  @Test
  void a_query_that_cannot_be_read_is_the_same_error_for_every_media() throws Exception {
    String query = "?" + "x".repeat(300);
    var there = server.get(VIDEO + query);
    var unknown = server.get("/media/unknown/720p.mp4" + query);

    assertThat(there.statusCode()).isEqualTo(400).isEqualTo(unknown.statusCode());
    assertThat(there.body()).isEqualTo(unknown.body());
  }

  @Test
  void the_link_of_an_image_opens_smaller_sizes_but_no_larger_ones() throws Exception {
    server.publishPicture("dm2", MediaCategory.DM_IMAGE, "large.jpg", TestMedia.jpeg(1300, 866));
    String query = server.signedUrls.query("dm2", "small.jpg", server.clock.instant().plusSeconds(60));

    assertThat(server.picture("/media/dm2/small.jpg?" + query).getWidth()).isEqualTo(680);
    assertThat(server.picture("/media/dm2/small.jpg?" + query + "&name=thumb").getWidth()).isEqualTo(150);
    assertThat(server.get("/media/dm2/small.jpg:large?" + query).statusCode()).isEqualTo(404);
    assertThat(server.get("/media/dm2/small.jpg?" + query + "&name=orig").statusCode()).isEqualTo(404);
    assertThat(server.get("/media/dm2/large.jpg?" + query).statusCode()).isEqualTo(404);
  }

  @Test
  void nothing_is_made_for_those_for_whom_it_is_not_meant() throws Exception {
    server.publishPicture("dm3", MediaCategory.DM_IMAGE, "large.jpg", TestMedia.jpeg(1300, 866));

    assertThat(server.get("/media/dm3/large.jpg:small").statusCode()).isEqualTo(404);
    assertThat(server.get("/media/dm3/large.jpg:small", "Authorization", "Bearer 3").statusCode()).isEqualTo(404);
    assertThat(server.made("dm3")).isEmpty();

    var response = server.get("/media/dm3/large.jpg:small", "Authorization", "Bearer 2");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(header(response, "Cache-Control")).isEqualTo("private, no-cache");
    assertThat(server.made("dm3")).hasSize(1);
    assertThat(server.get("/media/dm3/large.jpg:small").statusCode()).isEqualTo(404);
  }

  private String sign(String file, Duration validFor) {
    return server.signedUrls.query("dm", file, server.clock.instant().plus(validFor));
  }
}
