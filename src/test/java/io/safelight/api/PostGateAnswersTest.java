package io.safelight.api;

import static io.safelight.api.ApiClient.form;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.api.ApiClient.Answer;
import io.safelight.config.RateLimitConfig;
import io.safelight.media.FailureReason;
import io.safelight.media.MediaError;
import io.safelight.media.MediaId;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a post with media that may not be used is answered. */
class PostGateAnswersTest {
  /** No post waits for media that are not ready. */
  @RegisterExtension
  static final ApiServer server = new ApiServer(RateLimitConfig.Preset.GENEROUS, 64, Duration.ZERO);

  private static final String UPDATE = "/1.1/statuses/update.json";

  private final ApiClient user = server.user();

  @Test
  void a_video_in_processing_is_not_valid_yet() {
    MediaId id = user.uploaded("video/mp4", "tweet_video");
    server.worker().claimAll();
    server.worker().progress(id, 42);

    Answer answer = user.post(UPDATE, form("status", "Too early", "media_ids", id.toString()));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo(324);
    assertThat(answer.message()).startsWith("Not valid video").contains("in_progress", "42 percent");
    JsonNode error = answer.json().path("errors").path(0);
    assertThat(error.path("state").asString()).isEqualTo("in_progress");
    assertThat(error.path("progress_percent").asInt()).isEqualTo(42);
    assertThat(error.path("check_after_secs").asInt()).isPositive();
    assertThat(error.path("media_ids").asString()).isEqualTo(id.toString());
  }

  @Test
  void a_failed_video_will_never_be_valid() {
    MediaId id = user.uploaded("video/mp4", "tweet_video");
    server.worker().claimAll();
    server.worker().fail(id, MediaError.of(FailureReason.CORRUPT, "The file is damaged."));

    Answer answer = user.post(UPDATE, form("status", "Broken", "media_ids", id.toString()));

    assertThat(answer.code()).isEqualTo(324);
    assertThat(answer.message()).startsWith("Not valid video").contains("The file is damaged.");
  }

  @Test
  void unknown_and_foreign_media_fail_the_validation_in_the_same_words() {
    MediaId ready = server.user().ready("video/mp4", "tweet_video");
    MediaId unfinished = server.user().uploaded("video/mp4", "tweet_video");

    for (String id : List.of("42", ready.toString(), unfinished.toString())) {
      Answer answer = user.post(UPDATE, form("status", "Mine", "media_ids", id));

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.text())
          .isEqualTo(
              "{\"errors\":[{\"code\":324,\"message\":\"The validation of media ids failed.\",\"media_ids\":\"" + id + "\"}]}");
    }
  }

  @Test
  void five_photos_are_too_many() {
    Answer answer = user.post(UPDATE, form("status", "Five", "media_ids", photos(5)));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo(324);
    assertThat(answer.message()).isEqualTo("Tweet must not have more than 4 mediaIds.");
  }

  @ParameterizedTest
  @CsvSource({
    "tweet_image tweet_video, 324, Tweet with media must have exactly 1 gif or video or up to 4 photos.",
    "tweet_video tweet_video, 324, Tweet with media must have exactly 1 gif or video or up to 4 photos.",
    "tweet_gif tweet_gif, 324, Tweet with media must have exactly 1 gif or video or up to 4 photos.",
    "tweet_image tweet_gif, 323, Animated GIFs are not allowed when uploading multiple images."
  })
  void media_of_different_kinds_are_not_mixed(String categories, int code, String message) {
    String ids =
        Stream.of(categories.split(" ", -1)).map(c -> user.ready("image/gif", c).toString()).collect(Collectors.joining(","));

    Answer answer = user.post(UPDATE, form("status", "Mixed", "media_ids", ids));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.message()).isEqualTo(message);
  }

  @Test
  void a_media_is_named_only_once() {
    MediaId id = user.ready("image/jpeg", "tweet_image");

    Answer answer = user.post(UPDATE, form("status", "Twice", "media_ids", id + "," + id));

    assertThat(answer.code()).isEqualTo(324);
    assertThat(answer.message()).startsWith("The validation of media ids failed.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "1,", "1;2", "-1"})
  void media_ids_are_numbers(String ids) {
    Answer answer = user.post(UPDATE, form("status", "Hello", "media_ids", ids));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo(44);
    assertThat(answer.message()).isEqualTo("media_ids parameter is invalid.");
  }

  @Test
  void media_ids_that_are_equal_in_query_and_body_are_one() {
    MediaId id = user.ready("image/jpeg", "tweet_image");

    assertThat(user.post(UPDATE + "?media_ids=" + id, form("status", "Once", "media_ids", id.toString())).status())
        .isEqualTo(200);
  }

  private String photos(int count) {
    return Stream.generate(() -> user.ready("image/jpeg", "tweet_image").toString())
        .limit(count)
        .collect(Collectors.joining(","));
  }
}
