package io.safelight.api;

import static io.safelight.api.ApiClient.UPLOAD;
import static io.safelight.api.ApiClient.form;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.api.ApiClient.Answer;
import io.safelight.config.RateLimitConfig;
import io.safelight.media.FailureReason;
import io.safelight.media.MediaError;
import io.safelight.media.MediaId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class StatusTest {
  /** Nothing waits for its result, so that every state can be seen. */
  @RegisterExtension
  static final ApiServer server = new ApiServer(RateLimitConfig.Preset.GENEROUS, 64, Duration.ZERO);

  private static final JsonMapper MAPPER = new JsonMapper();

  private final ApiClient user = server.user();

  // --- the three examples of the reference page of GET media/upload (STATUS) -----------------------------------------

  @Test
  void the_example_of_an_in_progress_response_is_reproduced() {
    MediaId id = uploadedWithoutCategory();
    server.worker().claimAll();
    server.advance(Duration.ofMillis(1));
    server.worker().progress(id, 8);

    Answer answer = user.status(id);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json())
        .isEqualTo(
            MAPPER.readTree(
                """
                {
                  "media_id": %1$s,
                  "media_id_string": "%1$s",
                  "expires_after_secs": 86400,
                  "processing_info": {"state": "in_progress", "check_after_secs": 1, "progress_percent": 8}
                }
                """
                    .formatted(id)));
    assertThat(answer.members())
        .containsExactly("media_id", "media_id_string", "expires_after_secs", "processing_info");
    assertThat(answer.members("processing_info")).containsExactly("state", "check_after_secs", "progress_percent");
  }

  @Test
  void the_example_of_a_failed_response_is_reproduced() {
    MediaId id = uploadedWithoutCategory();
    server.worker().claimAll();
    server.worker().progress(id, 12);
    server.worker().fail(id, MediaError.of(FailureReason.UNREADABLE, "Unsupported video format"));

    Answer answer = user.status(id);

    assertThat(answer.members()).containsExactly("media_id", "media_id_string", "processing_info");
    assertThat(answer.members("processing_info")).containsExactly("state", "progress_percent", "error");
    assertThat(answer.members("processing_info", "error"))
        .containsExactly("code", "name", "message", "reason", "retryable");
    assertThat(withoutAdditions(answer.json()))
        .isEqualTo(
            MAPPER.readTree(
                """
                {
                  "media_id": %1$s,
                  "media_id_string": "%1$s",
                  "processing_info": {
                    "state": "failed",
                    "progress_percent": 12,
                    "error": {"code": 1, "name": "InvalidMedia", "message": "Unsupported video format"}
                  }
                }
                """
                    .formatted(id)));
  }

  @Test
  void the_example_of_a_succeeded_response_is_reproduced() {
    MediaId id = uploadedWithoutCategory();
    server.worker().claimAll();
    server.worker().succeed(id);
    server.advance(Duration.ofSeconds(7));

    Answer answer = user.status(id);

    assertThat(answer.json())
        .isEqualTo(
            MAPPER.readTree(
                """
                {
                  "media_id": %1$s,
                  "media_id_string": "%1$s",
                  "expires_after_secs": 86393,
                  "video": {"video_type": "video/mp4", "blurhash": "LEHV6nWB2yk8pyo0adR*.7kCMdnj", "variants_complete": true},
                  "processing_info": {"state": "succeeded", "progress_percent": 100}
                }
                """
                    .formatted(id)));
    assertThat(answer.members())
        .containsExactly("media_id", "media_id_string", "expires_after_secs", "video", "processing_info");
    assertThat(answer.members("processing_info")).containsExactly("state", "progress_percent");
  }

  // --- the other states ----------------------------------------------------------------------------------------------

  @Test
  void with_a_category_it_has_media_key_and_size_as_recorded() {
    MediaId id = user.uploaded("video/mp4", "tweet_video");
    server.worker().claimAll();
    server
        .worker()
        .fail(
            id,
            MediaError.limit(
                FailureReason.DURATION_TOO_LONG, "Too long.", "duration_millis", 140_000, 149_350));

    Answer answer = user.status(id);

    assertThat(answer.members())
        .containsExactly("media_id", "media_id_string", "media_key", "size", "processing_info");
    assertThat(answer.json().path("processing_info").path("error"))
        .isEqualTo(
            MAPPER.readTree(
                """
                {"code": 3, "name": "UnsupportedMedia", "message": "Too long.", "reason": "duration_too_long",
                 "property": "duration_millis", "limit": 140000, "actual": 149350, "retryable": false}
                """));
  }

  @Test
  void an_open_upload_says_what_has_arrived() {
    MediaId id = user.init("video/mp4", 100);
    user.append(id, 0, new byte[10]);
    user.append(id, 1, new byte[10]);
    user.append(id, 3, new byte[10]);

    Answer answer = user.status(id);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("processing_info"))
        .isEqualTo(
            MAPPER.readTree(
                """
                {"state": "pending", "check_after_secs": 30, "progress_percent": 0, "phase": "uploading",
                 "upload": {"bytes_received": 30, "total_bytes": 100, "segments_received": "0-1,3", "missing_segments": "2"}}
                """));
  }

  @Test
  void an_image_can_be_polled_as_well() {
    MediaId id = user.ready("image/jpeg", "tweet_image");

    JsonNode json = user.status(id).json();

    assertThat(json.path("processing_info").path("state").asString()).isEqualTo("succeeded");
    assertThat(json.path("image"))
        .isEqualTo(MAPPER.readTree("{\"image_type\": \"image/jpeg\", \"w\": 1280, \"h\": 720, \"blurhash\": \"" + HandWorker.BLUR_HASH + "\"}"));
  }

  @Test
  void pending_and_in_progress_always_say_when_to_ask_again_and_never_fall_back() {
    MediaId id = user.uploaded("video/mp4", "tweet_video");
    int shown = 0;
    for (int poll = 0; poll < 40; poll++) {
      JsonNode info = user.status(id).json().path("processing_info");
      assertThat(info.path("state").asString()).isEqualTo("pending");
      assertThat(info.path("check_after_secs").asInt()).isBetween(1, 30);
      assertThat(info.path("progress_percent").asInt()).isGreaterThanOrEqualTo(shown);
      shown = info.path("progress_percent").asInt();
      server.advance(Duration.ofSeconds(info.path("check_after_secs").asInt()));
    }
    assertThat(shown).isPositive();
  }

  @Test
  void an_answer_from_memory_is_the_same_as_one_from_the_store() {
    MediaId id = user.ready("video/mp4", "tweet_video");

    Answer fromStore = user.status(id);
    Answer fromMemory = user.status(id);

    assertThat(fromMemory.body()).isEqualTo(fromStore.body());
    assertThat(fromMemory.headers().map().keySet()).isEqualTo(fromStore.headers().map().keySet());
    assertThat(fromStore.header("x-rate-limit-remaining")).isEqualTo("999999");
    assertThat(fromMemory.header("x-rate-limit-remaining")).isEqualTo("999998");
  }

  @Test
  void parameters_may_be_repeated_and_unknown_ones_sent() {
    MediaId id = user.ready("video/mp4", "tweet_video");
    user.status(id);

    assertThat(user.get(UPLOAD + "?command=STATUS&media_id=" + id + "&media_id=" + id + "&x=1").status()).isEqualTo(200);
    assertThat(user.get(UPLOAD + "?command=STATUS&media_id=" + id + "&media_id=1").code()).isEqualTo(44);
  }

  // --- errors --------------------------------------------------------------------------------------------------------

  @Test
  void unknown_expired_and_foreign_ids_are_the_same_404() {
    MediaId id = user.uploaded("video/mp4", "tweet_video");
    MediaId open = user.init("video/mp4", 4);
    user.status(id);
    Answer unknown = user.status(new MediaId(42));
    Answer foreign = server.user().status(id);
    server.advance(Duration.ofHours(25));
    Answer expired = user.status(open);

    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.text()).isEqualTo("{\"errors\":[{\"code\":34,\"message\":\"Sorry, that page does not exist.\"}]}");
    assertThat(foreign.status()).isEqualTo(404);
    assertThat(foreign.body()).isEqualTo(unknown.body());
    assertThat(expired.status()).isEqualTo(404);
    assertThat(expired.body()).isEqualTo(unknown.body());
  }

  @Test
  void an_invalid_id_is_shown_as_it_came() {
    Answer answer = user.get(UPLOAD + "?command=STATUS&media_id=ab%22c");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text())
        .isEqualTo("{\"request\":\"/1.1/media/upload.json\",\"error\":\"Invalid media_id: Some(ab\\\"c).\"}");
    assertThat(user.get(UPLOAD + "?command=STATUS&media_id=").json().path("error").asString())
        .isEqualTo("Invalid media_id: Some().");
    assertThat(user.get(UPLOAD + "?command=STATUS").message()).isEqualTo("media_id parameter is missing.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "INIT", "", "APPEND"})
  void get_with_any_other_command_is_400(String command) {
    Answer answer = user.get(UPLOAD + "?media_id=1&command=" + command);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo(38);
    assertThat(answer.message()).startsWith("command parameter is invalid.").contains("STATUS");
  }

  @Test
  void get_without_a_command_is_400() {
    Answer answer = user.get(UPLOAD + "?media_id=1");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).startsWith("command parameter is missing. Ask with command=STATUS");
  }

  @Test
  void post_with_status_is_told_to_use_get() {
    Answer answer = user.post(UPLOAD, form("command", "STATUS", "media_id", "1"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo(38);
    assertThat(answer.message()).startsWith("media parameter is missing.").contains("GET");
  }

  private MediaId uploadedWithoutCategory() {
    MediaId id = user.init("video/mp4", 4);
    user.append(id, 0, new byte[] {1, 2, 3, 4});
    user.finalizeUpload(id);
    return id;
  }

  /** The answer without the members that Safelight adds. */
  private static JsonNode withoutAdditions(JsonNode answer) {
    if (answer.path("processing_info").path("error") instanceof ObjectNode error) {
      error.remove(List.of("reason", "property", "limit", "actual", "retryable"));
    }
    return answer;
  }
}
