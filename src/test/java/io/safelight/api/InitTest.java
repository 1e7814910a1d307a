package io.safelight.api;

import static io.safelight.api.ApiClient.UPLOAD;
import static io.safelight.api.ApiClient.encode;
import static io.safelight.api.ApiClient.form;
import static io.safelight.api.ApiClient.multipart;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.api.ApiClient.Answer;
import io.safelight.api.ApiClient.Content;
import io.safelight.api.ApiClient.Part;
import io.safelight.media.MediaCategory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InitTest {
  @RegisterExtension static final ApiServer server = new ApiServer();

  private final ApiClient user = server.user();

  @Test
  void without_a_category_it_answers_202_with_three_members() {
    Answer answer = user.post(UPLOAD, form("command", "INIT", "media_type", "video/mp4", "total_bytes", "9"));

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.members()).containsExactly("media_id", "media_id_string", "expires_after_secs");
    assertThat(answer.json().path("media_id").isIntegralNumber()).isTrue();
    assertThat(answer.json().path("media_id").asString()).isEqualTo(answer.json().path("media_id_string").asString());
    assertThat(answer.json().path("expires_after_secs").asInt()).isEqualTo(86_400);
  }

  @ParameterizedTest
  @CsvSource({
    "tweet_image, image/png, 3_", "tweet_video, video/mp4, 7_", "amplify_video, video/mp4, 13_", "tweet_gif, image/gif, 16_"
  })
  void with_a_category_it_answers_a_media_key(String category, String type, String prefix) {
    Answer answer =
        user.post(
            UPLOAD, form("command", "INIT", "media_type", type, "total_bytes", "9", "media_category", category));

    assertThat(answer.members())
        .containsExactly("media_id", "media_id_string", "media_key", "expires_after_secs");
    assertThat(answer.json().path("media_key").asString()).isEqualTo(prefix + answer.mediaId());
  }

  @Test
  void amplify_video_lives_for_15_days() {
    Answer answer =
        user.post(
            UPLOAD,
            form("command", "INIT", "media_type", "video/mp4", "total_bytes", "9", "media_category", "amplify_video"));

    assertThat(answer.json().path("expires_after_secs").asInt()).isEqualTo(15 * 86_400);
  }

  @Test
  void it_has_the_headers_of_the_recorded_api() {
    Answer answer = user.post(UPLOAD, form("command", "INIT", "media_type", "video/mp4", "total_bytes", "9"));

    assertThat(answer.header("content-type")).isEqualTo("application/json;charset=utf-8");
    assertThat(answer.header("cache-control"))
        .isEqualTo("no-cache, no-store, must-revalidate, pre-check=0, post-check=0");
    assertThat(answer.header("content-disposition")).isEqualTo("attachment; filename=json.json");
    assertThat(answer.header("status")).isEqualTo("202 Accepted");
    assertThat(answer.header("x-access-level")).isEqualTo("read-write-directmessages");
    assertThat(answer.header("x-mediaid")).isEqualTo(answer.mediaId().toString());
    assertThat(answer.header("x-rate-limit-limit")).isEqualTo("1000000");
    assertThat(answer.header("x-rate-limit-remaining")).isEqualTo("999999");
    assertThat(answer.header("x-rate-limit-reset"))
        .isEqualTo(Long.toString(server.now().getEpochSecond() + 3600));
    assertThat(answer.header("x-response-time")).matches("\\d+");
    assertThat(answer.header("x-transaction")).matches("[0-9a-f]{16}");
    assertThat(answer.header("date")).isNotEmpty();
    assertThat(answer.headers().firstValue("server")).isEmpty();
  }

  @Test
  void all_parameters_may_stand_in_the_query_of_an_empty_post() {
    String query = encode("command", "INIT", "media_type", "video/mp4", "total_bytes", "9");

    assertThat(user.post(UPLOAD + "?" + query).status()).isEqualTo(202);
    assertThat(user.post(UPLOAD + "?" + query, new Content("application/json", new byte[0])).status()).isEqualTo(202);
  }

  @Test
  void all_parameters_may_stand_in_multipart_parts_that_look_like_files() {
    Content body =
        multipart(
            new Part("command", "Content-Type: text/plain\r\n", "INIT".getBytes(UTF_8)),
            Part.field("media_type", "video/mp4"),
            new Part("total_bytes", "Content-Type: text/plain; charset=utf-8\r\n", "9".getBytes(UTF_8)));

    assertThat(user.post(UPLOAD, body).status()).isEqualTo(202);
  }

  @Test
  void unknown_parameters_are_passed_over() {
    assertThat(
            user.post(
                    UPLOAD,
                    form("command", "INIT", "media_type", "video/mp4", "total_bytes", "9", "shared", "true", "x", "1"))
                .status())
        .isEqualTo(202);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tweet_video", "TweetVideo", "TWEET_VIDEO", "tweetvideo"})
  void categories_are_read_in_every_spelling(String spelling) {
    var id = user.init("video/mp4", 9, "media_category", spelling);

    assertThat(server.worker().media(id).category()).isEqualTo(MediaCategory.TWEET_VIDEO);
  }

  @Test
  void an_equal_parameter_in_query_and_body_is_one() {
    Answer answer =
        user.post(
            UPLOAD + "?command=INIT&total_bytes=9",
            form("command", "INIT", "media_type", "video/mp4", "total_bytes", "9"));

    assertThat(answer.status()).isEqualTo(202);
  }

  @Test
  void the_query_beats_a_multipart_field_that_nobody_signed() {
    Answer answer =
        user.post(
            UPLOAD + "?command=INIT&total_bytes=9&media_type=video%2Fmp4",
            multipart(Part.field("total_bytes", "600000000")));

    assertThat(answer.status()).isEqualTo(202);
    assertThat(server.worker().media(answer.mediaId()).totalBytes()).isEqualTo(9);
  }

  @Test
  void two_different_signed_values_are_an_error() {
    Answer answer =
        user.post(
            UPLOAD + "?total_bytes=8", form("command", "INIT", "media_type", "video/mp4", "total_bytes", "9"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo(44);
    assertThat(answer.message()).startsWith("total_bytes parameter is invalid");
  }

  @ParameterizedTest
  @CsvSource({"total_bytes", "media_type"})
  void a_missing_parameter_is_named(String missing) {
    Answer answer =
        missing.equals("total_bytes")
            ? user.post(UPLOAD, form("command", "INIT", "media_type", "video/mp4"))
            : user.post(UPLOAD, form("command", "INIT", "total_bytes", "9"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo(38);
    assertThat(answer.message()).isEqualTo(missing + " parameter is missing.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "abc", "1.5", "99999999999999999999", "0x10"})
  void total_bytes_is_a_positive_number(String value) {
    Answer answer =
        user.post(UPLOAD, form("command", "INIT", "media_type", "video/mp4", "total_bytes", value));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo(44);
    assertThat(answer.message()).startsWith("total_bytes parameter is invalid");
  }

  @Test
  void an_unknown_category_is_refused_with_those_there_are() {
    Answer answer =
        user.post(
            UPLOAD,
            form("command", "INIT", "media_type", "video/mp4", "total_bytes", "9", "media_category", "poster"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).startsWith("media_category parameter is invalid").contains("tweet_video");
  }

  @Test
  void an_unknown_type_is_unrecognized() {
    Answer answer =
        user.post(UPLOAD, form("command", "INIT", "media_type", "application/pdf", "total_bytes", "9"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("request").asString()).isEqualTo(UPLOAD);
    assertThat(answer.json().path("error").asString()).isEqualTo("media type unrecognized.");
  }

  @ParameterizedTest
  @CsvSource({
    "image/png, tweet_image, 5242881, 5242880",
    "image/gif, tweet_gif, 15728641, 15728640",
    "video/mp4, tweet_video, 536870913, 536870912"
  })
  void a_file_that_is_too_large_is_refused_with_the_limit(String type, String category, String size, long limit) {
    Answer answer =
        user.post(
            UPLOAD,
            form("command", "INIT", "media_type", type, "total_bytes", size, "media_category", category));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("error").asString()).isEqualTo("File size exceeds " + limit + " bytes.");
    assertThat(answer.json().path("limit").asLong()).isEqualTo(limit);
    assertThat(answer.json().path("actual").asString()).isEqualTo(size);
  }

  @Test
  void a_video_without_a_category_has_the_smaller_limit() {
    Answer answer =
        user.post(UPLOAD, form("command", "INIT", "media_type", "video/mp4", "total_bytes", "15728641"));

    assertThat(answer.json().path("error").asString()).isEqualTo("File size exceeds 15728640 bytes.");
    assertThat(answer.json().path("hint").asString()).contains("media_category=tweet_video", "536870912 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "1,,2", "-4", "1;2"})
  void additional_owners_are_ids(String owners) {
    Answer answer =
        user.post(
            UPLOAD,
            form("command", "INIT", "media_type", "video/mp4", "total_bytes", "9", "additional_owners", owners));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).startsWith("additional_owners parameter is invalid");
  }

  @Test
  void an_additional_owner_may_see_the_media() {
    ApiClient friend = server.user();
    var id = user.init("video/mp4", 9, "additional_owners", friend.account().userId());

    assertThat(friend.status(id).status()).isEqualTo(200);
    assertThat(server.user().status(id).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "application/octet-stream,, 400",
    "application/octet-stream, tweet_video, 202",
    "text/plain,, 400",
    "text/plain, subtitles, 202",
    "model/gltf-binary,, 400",
    "model/gltf-binary, tweet_image, 400",
    "text/vtt,, 202"
  })
  void a_type_decides_the_kind_only_where_no_category_is_named(String type, @Nullable String category, int status) {
    String query = "?command=INIT&total_bytes=4&media_type=" + type + (category == null ? "" : "&media_category=" + category);

    Answer answer = user.post(UPLOAD + query);

    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    if (status == 400) {
      assertThat(answer.json().path("error").asString()).isEqualTo("media type unrecognized.");
    }
  }
}
