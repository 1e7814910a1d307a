package io.safelight.api;

import static io.safelight.api.ApiClient.encode;
import static io.safelight.api.ApiClient.form;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.api.ApiClient.Answer;
import io.safelight.api.ApiClient.Content;
import io.safelight.api.ApiClient.Part;
import io.safelight.config.RateLimitConfig;
import io.safelight.media.MediaId;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StatusesTest {
  /** No post waits for media that are not ready. */
  @RegisterExtension
  static final ApiServer server = new ApiServer(RateLimitConfig.Preset.GENEROUS, 64, Duration.ZERO);

  private static final String UPDATE = "/1.1/statuses/update.json";
  private static final JsonMapper MAPPER = new JsonMapper();

  private final ApiClient user = server.user();

  @Test
  void a_post_has_the_members_of_the_api() {
    Answer answer = user.post(UPDATE, form("status", "Hello"));

    assertThat(answer.status()).isEqualTo(200);
    JsonNode post = answer.json();
    String name = user.account().screenName();
    assertThat(post.path("created_at").asString()).isEqualTo("Sun Mar 01 12:00:00 +0000 2026");
    assertThat(post.path("id").asString()).isEqualTo(post.path("id_str").asString());
    assertThat(post.path("text").asString()).isEqualTo("Hello");
    assertThat(post.has("full_text")).isFalse();
    assertThat(post.path("truncated").asBoolean(true)).isFalse();
    assertThat(post.has("source")).isTrue();
    assertThat(post.path("user").path("id_str").asString()).isEqualTo(user.account().userId());
    assertThat(post.path("user").path("screen_name").asString()).isEqualTo(name);
    assertThat(post.path("user").path("created_at").asString()).isEqualTo("Sun Mar 01 12:00:00 +0000 2026");
    assertThat(post.path("entities"))
        .isEqualTo(MAPPER.readTree("{\"hashtags\":[],\"symbols\":[],\"user_mentions\":[],\"urls\":[]}"));
    assertThat(post.has("extended_entities")).isFalse();
  }

  @Test
  void parameters_may_stand_in_the_query_a_form_or_parts() {
    String query = encode("status", "In the query");

    assertThat(user.post(UPDATE + "?" + query).json().path("text").asString()).isEqualTo("In the query");
    assertThat(user.post(UPDATE + "?" + query, new Content("application/json", new byte[0])).status()).isEqualTo(200);
    assertThat(user.post(UPDATE, ApiClient.multipart(Part.field("status", "In a part"))).json().path("text").asString())
        .isEqualTo("In a part");
  }

  @Test
  void a_photo_is_in_both_lists_with_every_member() {
    MediaId id = user.ready("image/jpeg", "tweet_image");

    JsonNode post =
        user.post(UPDATE + "?include_ext_alt_text=true&tweet_mode=extended", form("status", "A ☕ cat", "media_ids", id.toString()))
            .json();

    JsonNode media = post.path("extended_entities").path("media").path(0);
    assertThat(post.path("entities").path("media").path(0)).isEqualTo(media);
    assertThat(media.propertyNames())
        .containsExactly(
            "id", "id_str", "indices", "media_url", "media_url_https", "url", "display_url", "expanded_url", "type",
            "sizes", "blurhash", "ext_alt_text");
    assertThat(media.path("id").asString()).isEqualTo(id.toString());
    assertThat(media.path("id_str").asString()).isEqualTo(id.toString());
    assertThat(media.path("type").asString()).isEqualTo("photo");
    assertThat(media.path("ext_alt_text").isNull()).isTrue();
    assertThat(media.path("media_url").asString())
        .startsWith(server.base() + "/media/")
        .endsWith("/large.jpg")
        .isEqualTo(media.path("media_url_https").asString());
    assertThat(media.path("sizes"))
        .isEqualTo(
            MAPPER.readTree(
                """
                {"thumb": {"w": 150, "h": 150, "resize": "crop"}, "small": {"w": 680, "h": 383, "resize": "fit"},
                 "medium": {"w": 1200, "h": 675, "resize": "fit"}, "large": {"w": 1280, "h": 720, "resize": "fit"}}
                """));
    String url = media.path("url").asString();
    assertThat(post.path("text").asString()).isEqualTo("A ☕ cat " + url);
    assertThat(post.path("full_text").asString()).isEqualTo("A ☕ cat " + url);
    assertThat(post.path("display_text_range")).isEqualTo(MAPPER.readTree("[0, 7]"));
    assertThat(media.path("indices")).isEqualTo(MAPPER.readTree("[8, " + (8 + url.length()) + "]"));
  }

  @Test
  void indices_count_code_points() {
    MediaId id = user.ready("image/jpeg", "tweet_image");

    JsonNode post = user.post(UPDATE, form("status", "😀😀 #cat", "media_ids", id.toString())).json();

    assertThat(post.path("entities").path("hashtags")).isEqualTo(MAPPER.readTree("[{\"text\":\"cat\",\"indices\":[3,7]}]"));
    assertThat(post.path("extended_entities").path("media").path(0).path("indices").path(0).asInt()).isEqualTo(8);
  }

  @Test
  void a_video_has_its_renditions() {
    MediaId id = user.ready("video/mp4", "tweet_video");

    JsonNode media =
        user.post(UPDATE, form("media_ids", id.toString())).json().path("extended_entities").path("media").path(0);

    assertThat(media.path("type").asString()).isEqualTo("video");
    assertThat(media.has("ext_alt_text")).isFalse();
    assertThat(media.path("media_url").asString()).endsWith("/poster.jpg");
    JsonNode info = media.path("video_info");
    assertThat(info.propertyNames()).containsExactly("aspect_ratio", "duration_millis", "variants", "variants_complete");
    assertThat(info.path("aspect_ratio")).isEqualTo(MAPPER.readTree("[16, 9]"));
    assertThat(info.path("duration_millis").asInt()).isEqualTo(3040);
    JsonNode variant = info.path("variants").path(0);
    assertThat(variant.propertyNames()).containsExactly("bitrate", "content_type", "url");
    assertThat(variant.path("bitrate").asInt()).isEqualTo(2_176_000);
    assertThat(variant.path("content_type").asString()).isEqualTo("video/mp4");
    assertThat(variant.path("url").asString()).startsWith(server.base() + "/media/").endsWith("/720p.mp4");
  }

  @Test
  void a_gif_is_an_animated_gif_with_video_info() {
    MediaId id = user.ready("image/gif", "tweet_gif");

    JsonNode media =
        user.post(UPDATE, form("media_ids", id.toString())).json().path("extended_entities").path("media").path(0);

    assertThat(media.path("type").asString()).isEqualTo("animated_gif");
    assertThat(media.path("video_info").propertyNames()).containsExactly("aspect_ratio", "duration_millis", "variants", "variants_complete");
    assertThat(media.path("video_info").path("variants").path(0).path("bitrate").asInt(-1)).isZero();
  }

  @Test
  void four_photos_are_all_in_the_extended_entities() {
    String ids = photos(4);

    JsonNode post = user.post(UPDATE, form("status", "Four", "media_ids", ids)).json();

    assertThat(post.path("entities").path("media").size()).isEqualTo(1);
    assertThat(post.path("extended_entities").path("media").valueStream().map(m -> m.path("id_str").asString()))
        .containsExactly(ids.split(",", -1));
  }

  @Test
  void a_post_whose_answer_cannot_be_chosen_is_not_made() {
    MediaId id = user.ready("video/mp4", "tweet_video");

    Answer refused =
        user.post(UPDATE + "?tweet_mode=compat", form("media_ids", id.toString(), "tweet_mode", "extended"));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(user.status(id).json().has("expires_after_secs")).as("not pinned by a post").isTrue();
  }

  @Test
  void what_the_text_holds_is_listed() {
    ApiClient friend = server.user();
    String text =
        "@" + friend.account().screenName().toUpperCase(Locale.ROOT) + " see https://example.com/a#b, #one $ABC @nobody_here";

    JsonNode entities = user.post(UPDATE, form("status", text)).json().path("entities");

    assertThat(entities.path("user_mentions").size()).isEqualTo(1);
    assertThat(entities.path("user_mentions").path(0).path("screen_name").asString())
        .isEqualTo(friend.account().screenName());
    assertThat(entities.path("urls").path(0).path("expanded_url").asString()).isEqualTo("https://example.com/a#b");
    assertThat(entities.path("urls").path(0).path("display_url").asString()).isEqualTo("example.com/a#b");
    assertThat(entities.path("hashtags").size()).isEqualTo(1);
    assertThat(entities.path("symbols").path(0).path("text").asString()).isEqualTo("ABC");
  }

  @Test
  void an_additional_owner_may_post_the_media() {
    server.workAtOnce();
    ApiClient friend = server.user();
    MediaId id = user.init("video/mp4", 1, "media_category", "tweet_video", "additional_owners", friend.account().userId());
    user.append(id, 0, new byte[1]);
    user.finalizeUpload(id);
    server.workByHand();

    assertThat(friend.post(UPDATE, form("media_ids", id.toString())).status()).isEqualTo(200);
  }

  @Test
  void a_media_in_a_post_does_not_expire() {
    MediaId id = user.ready("video/mp4", "tweet_video");
    user.post(UPDATE, form("media_ids", id.toString()));

    assertThat(user.status(id).json().has("expires_after_secs")).isFalse();
  }

  @Test
  void a_post_is_shown_by_path_and_by_parameter_to_everybody() {
    Answer created = user.post(UPDATE, form("status", "Hello"));
    String id = created.json().path("id_str").asString();
    ApiClient other = server.user();

    assertThat(other.get("/1.1/statuses/show/" + id + ".json").json()).isEqualTo(created.json());
    assertThat(other.get("/1.1/statuses/show.json?id=" + id).json()).isEqualTo(created.json());
    assertThat(other.get("/1.1/statuses/show.json").message()).isEqualTo("id parameter is missing.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "abc", "-1", "99999999999999999999"})
  void an_unknown_post_is_404(String id) {
    Answer answer = user.get("/1.1/statuses/show/" + id + ".json");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo(144);
    assertThat(answer.message()).isEqualTo("No status found with that ID.");
  }

  @Test
  void only_its_author_destroys_a_post() {
    String id = user.post(UPDATE, form("status", "Hello")).json().path("id_str").asString();
    String path = "/1.1/statuses/destroy/" + id + ".json";

    assertThat(server.user().post(path).status()).isEqualTo(404);
    Answer destroyed = user.post(path);
    assertThat(destroyed.status()).isEqualTo(200);
    assertThat(destroyed.json().path("id_str").asString()).isEqualTo(id);
    assertThat(user.post(path).status()).isEqualTo(404);
    assertThat(user.get("/1.1/statuses/show/" + id + ".json").status()).isEqualTo(404);
  }

  @Test
  void a_post_needs_text_or_media() {
    Answer answer = user.post(UPDATE, form("status", " "));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.code()).isEqualTo(170);
  }

  @Test
  void the_same_text_may_be_posted_twice() {
    Answer first = user.post(UPDATE, form("status", "Again"));
    Answer second = user.post(UPDATE, form("status", "Again"));

    assertThat(second.status()).isEqualTo(200);
    assertThat(second.json().path("id_str").asString()).isNotEqualTo(first.json().path("id_str").asString());
  }

  @Test
  void a_post_in_json_is_told_how_to_send_it() {
    Answer answer = user.post(UPDATE, ApiClient.json("{\"status\":\"Hello\"}"));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.code()).isEqualTo(170);
    assertThat(answer.message()).startsWith("Missing required parameter: status. JSON is not read here: send a form");
  }

  @Test
  void a_text_has_up_to_280_code_points() {
    assertThat(user.post(UPDATE, form("status", "😀".repeat(280))).status()).isEqualTo(200);
    Answer answer = user.post(UPDATE, form("status", "😀".repeat(281)));
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.code()).isEqualTo(186);
  }

  private String photos(int count) {
    return Stream.generate(() -> user.ready("image/jpeg", "tweet_image").toString())
        .limit(count)
        .collect(Collectors.joining(","));
  }
}
