package io.safelight.api;

import static io.safelight.api.ApiClient.UPLOAD;
import static io.safelight.api.ApiClient.form;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.api.ApiClient.Answer;
import io.safelight.media.FailureReason;
import io.safelight.media.MediaError;
import io.safelight.media.MediaId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FinalizeTest {
  @RegisterExtension static final ApiServer server = new ApiServer();
  /** A server on which every result is late. */
  @RegisterExtension static final ApiServer late = new ApiServer(1);

  /** A server on which nothing may wait. */
  @RegisterExtension static final ApiServer full = new ApiServer(0);

  private final ApiClient user = server.user();

  @AfterEach
  void workByHand() {
    server.workByHand();
  }

  @Test
  void a_video_whose_category_was_named_is_processed_later() {
    MediaId id = appended(user, "video/mp4", "media_category", "tweet_video");

    Answer answer = user.finalizeUpload(id);

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("status")).isEqualTo("201 Created");
    assertThat(answer.members())
        .containsExactly("media_id", "media_id_string", "media_key", "size", "expires_after_secs", "processing_info");
    assertThat(answer.json().path("media_key").asString()).isEqualTo("7_" + id);
    assertThat(answer.json().path("size").asLong()).isEqualTo(4);
    assertThat(answer.json().path("expires_after_secs").asLong()).isEqualTo(86_400);
    assertThat(answer.json().path("processing_info").path("state").asString()).isEqualTo("pending");
    assertThat(answer.json().path("processing_info").path("check_after_secs").asInt()).isBetween(1, 30);
  }

  @Test
  void a_video_whose_category_was_named_has_processing_info_even_when_it_is_ready() {
    server.workAtOnce();
    MediaId id = appended(user, "video/mp4", "media_category", "tweet_video");
    user.finalizeUpload(id);

    Answer again = user.finalizeUpload(id);

    assertThat(again.status()).isEqualTo(201);
    assertThat(again.members("processing_info")).containsExactly("state", "progress_percent");
    assertThat(again.json().path("processing_info").path("state").asString()).isEqualTo("succeeded");
  }

  @Test
  void a_video_without_a_category_is_answered_when_it_is_ready() {
    server.workAtOnce();
    MediaId id = appended(user, "video/mp4");

    Answer answer = user.finalizeUpload(id);

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.members())
        .containsExactly("media_id", "media_id_string", "size", "expires_after_secs", "video");
    assertThat(answer.json().path("video").path("video_type").asString()).isEqualTo("video/mp4");
  }

  @Test
  void a_gif_without_a_category_is_an_image_with_its_size() {
    server.workAtOnce();
    MediaId id = appended(user, "image/gif");

    Answer answer = user.finalizeUpload(id);

    assertThat(answer.members())
        .containsExactly("media_id", "media_id_string", "size", "expires_after_secs", "image");
    assertThat(answer.members("image")).containsExactly("image_type", "w", "h", "blurhash");
    assertThat(answer.json().path("image").path("image_type").asString()).isEqualTo("image/gif");
  }

  @Test
  void an_image_waits_for_its_result_even_with_a_category() {
    server.workAtOnce();
    MediaId id = appended(user, "image/png", "media_category", "tweet_image");

    Answer answer = user.finalizeUpload(id);

    assertThat(answer.members())
        .containsExactly("media_id", "media_id_string", "media_key", "size", "expires_after_secs", "image");
  }

  @Test
  void a_failure_within_the_wait_is_an_error_with_its_reason() {
    server.workAtOnce();
    server
        .worker()
        .failNext(
            MediaError.limit(
                FailureReason.DURATION_TOO_LONG, "The video is too long.", "duration_millis", 30_000, 33_878));
    MediaId id = appended(user, "video/mp4");

    Answer answer = user.finalizeUpload(id);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.members())
        .containsExactly("request", "error", "reason", "property", "limit", "actual", "retryable");
    assertThat(answer.json().path("request").asString()).isEqualTo(UPLOAD);
    assertThat(answer.json().path("error").asString()).isEqualTo("The video is too long.");
    assertThat(answer.json().path("reason").asString()).isEqualTo("duration_too_long");
    assertThat(answer.json().path("limit").asString()).isEqualTo("30000");
    assertThat(user.status(id).json().path("processing_info").path("state").asString()).isEqualTo("failed");
    assertThat(user.finalizeUpload(id).status()).isEqualTo(400);
  }

  @Test
  void a_late_result_is_left_to_status() {
    ApiClient other = late.user();
    MediaId id = appended(other, "image/png");

    Answer answer = other.finalizeUpload(id);

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.json().path("processing_info").path("state").asString()).isEqualTo("pending");
  }

  @Test
  void when_too_many_wait_nothing_is_committed_and_the_client_may_come_again() {
    ApiClient other = full.user();
    MediaId id = appended(other, "image/png");

    Answer answer = other.finalizeUpload(id);

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.code()).isEqualTo(130);
    assertThat(answer.header("retry-after")).isEqualTo("2");
    assertThat(full.worker().media(id).state()).isEqualTo(io.safelight.media.MediaState.OPEN);
  }

  @Test
  void missing_bytes_are_named_and_the_upload_stays_open() {
    MediaId id = user.init("video/mp4", 10, "media_category", "tweet_video");
    user.append(id, 0, new byte[3]);
    user.append(id, 2, new byte[3]);

    Answer answer = user.finalizeUpload(id);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.members())
        .containsExactly("request", "error", "bytes_received", "total_bytes", "missing_segments");
    assertThat(answer.json().path("error").asString())
        .isEqualTo("Segments do not add up to provided total file size.");
    assertThat(answer.json().path("bytes_received").asLong()).isEqualTo(6);
    assertThat(answer.json().path("total_bytes").asLong()).isEqualTo(10);
    assertThat(answer.json().path("missing_segments").asString()).isEqualTo("1");
    assertThat(user.append(id, 1, new byte[4]).status()).isEqualTo(204);
    assertThat(user.finalizeUpload(id).status()).isEqualTo(201);
  }

  @Test
  void a_failed_video_whose_category_was_named_says_so_when_finalized_again() {
    MediaId id = user.uploaded("video/mp4", "tweet_video");
    server.worker().claimAll();
    server.worker().fail(id, MediaError.of(FailureReason.CORRUPT, "Broken."));

    Answer again = user.finalizeUpload(id);

    assertThat(again.status()).isEqualTo(201);
    assertThat(again.json().path("processing_info").path("state").asString()).isEqualTo("failed");
    assertThat(again.json().path("processing_info").path("error").path("name").asString()).isEqualTo("InvalidMedia");
  }

  @Test
  void an_unknown_and_a_foreign_media_are_not_found() {
    MediaId id = appended(user, "video/mp4", "media_category", "tweet_video");

    Answer foreign = server.user().finalizeUpload(id);
    Answer unknown = user.finalizeUpload(new MediaId(42));

    assertThat(foreign.status()).isEqualTo(404);
    assertThat(foreign.code()).isEqualTo(34);
    assertThat(unknown.body()).isEqualTo(foreign.body());
  }

  @Test
  void an_id_that_is_no_number_is_shown_as_it_came() {
    assertThat(user.post(UPLOAD, form("command", "FINALIZE", "media_id", "")).json().path("error").asString())
        .isEqualTo("Invalid media_id: Some().");
    assertThat(user.post(UPLOAD, form("command", "FINALIZE", "media_id", "abc")).json().path("error").asString())
        .isEqualTo("Invalid media_id: Some(abc).");
    assertThat(user.post(UPLOAD, form("command", "FINALIZE")).message())
        .isEqualTo("media_id parameter is missing.");
  }

  private static MediaId appended(ApiClient user, String type, String... more) {
    MediaId id = user.init(type, 4, more);
    user.append(id, 0, new byte[] {1, 2, 3, 4});
    return id;
  }
}
