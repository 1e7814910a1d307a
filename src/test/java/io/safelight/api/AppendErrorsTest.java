package io.safelight.api;

import static io.safelight.api.ApiClient.UPLOAD;
import static io.safelight.api.ApiClient.form;
import static io.safelight.api.ApiClient.multipart;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.api.ApiClient.Answer;
import io.safelight.api.ApiClient.Part;
import io.safelight.media.MediaId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Segments that are refused leave nothing behind. */
class AppendErrorsTest {
  @RegisterExtension static final ApiServer server = new ApiServer();

  private final ApiClient user = server.user();

  @Test
  void a_segment_of_more_than_five_mebibytes_is_refused_and_nothing_stays() {
    MediaId id = user.init("video/mp4", 10 << 20);

    Answer answer = user.append(id, 0, new byte[(5 << 20) + 1]);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("error").asString()).isEqualTo("Segment size exceeds 5242880 bytes.");
    assertThat(answer.json().path("actual").asLong()).isEqualTo((5 << 20) + 1);
    assertNothingStored(id);
  }

  @Test
  void more_bytes_than_announced_are_refused_and_nothing_stays() {
    MediaId id = user.init("video/mp4", 4);

    Answer answer = user.append(id, 0, new byte[5]);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("error").asString())
        .isEqualTo("Segments add up to more than the provided total file size.");
    assertThat(answer.json().path("total_bytes").asLong()).isEqualTo(4);
    assertNothingStored(id);
  }

  @Test
  void after_finalize_no_segment_is_taken() {
    MediaId id = user.uploaded("video/mp4", "tweet_video");

    Answer answer = user.append(id, 1, new byte[] {1});

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("request").asString()).isEqualTo(UPLOAD);
    assertThat(answer.json().path("error").asString()).contains("finalized");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1000", "-1", "abc", "", "99999999999"})
  void an_index_out_of_range_is_refused(String index) {
    MediaId id = user.init("video/mp4", 4);

    Answer answer =
        user.post(
            UPLOAD,
            multipart(
                Part.field("command", "APPEND"),
                Part.field("media_id", id.toString()),
                Part.field("segment_index", index),
                Part.file("media", new byte[] {1})));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("error").asString()).isEqualTo("SegmentIndex must be between 0 and 999.");
    assertNothingStored(id);
  }

  @Test
  void a_missing_index_or_media_or_id_is_named() {
    MediaId id = user.init("video/mp4", 4);

    Answer noIndex =
        user.post(
            UPLOAD,
            multipart(
                Part.field("command", "APPEND"), Part.field("media_id", id.toString()), Part.file("media", new byte[1])));
    Answer noMedia =
        user.post(UPLOAD, form("command", "APPEND", "media_id", id.toString(), "segment_index", "0"));
    Answer noId =
        user.post(
            UPLOAD,
            multipart(
                Part.field("command", "APPEND"), Part.field("segment_index", "0"), Part.file("media", new byte[1])));

    assertThat(noIndex.code()).isEqualTo(38);
    assertThat(noIndex.message()).isEqualTo("segment_index parameter is missing.");
    assertThat(noMedia.code()).isEqualTo(38);
    assertThat(noMedia.message()).startsWith("media parameter is missing.");
    assertThat(noId.code()).isEqualTo(38);
    assertThat(noId.message()).isEqualTo("media_id parameter is missing.");
  }

  @Test
  void media_and_media_data_together_are_refused() {
    MediaId id = user.init("video/mp4", 4);

    Answer answer =
        user.post(
            UPLOAD,
            multipart(
                Part.field("command", "APPEND"),
                Part.field("media_id", id.toString()),
                Part.field("segment_index", "0"),
                Part.file("media", new byte[] {1}),
                Part.field("media_data", "AQ==")));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).startsWith("media parameter is invalid");
    assertNothingStored(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"data:video/mp4;base64,AQID", "A", "AQ==ID", "ä"})
  void what_is_not_base64_is_refused_and_nothing_stays(String garbage) {
    MediaId id = user.init("video/mp4", 4);

    Answer answer =
        user.post(
            UPLOAD,
            form("command", "APPEND", "media_id", id.toString(), "segment_index", "0", "media_data", garbage));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("error").asString()).startsWith("media type unrecognized.").contains("base64");
    assertNothingStored(id);
  }

  @Test
  void a_media_of_somebody_else_does_not_exist() {
    MediaId id = user.init("video/mp4", 4);

    Answer answer = server.user().append(id, 0, new byte[] {1});

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo(34);
    assertThat(answer.message()).isEqualTo("Sorry, that page does not exist.");
    assertThat(answer.text())
        .contains("\"hint\":\"There is no media with this media_id, it has expired, or it is not yours.\"");
    assertThat(server.user().append(new MediaId(42), 0, new byte[] {1}).body()).isEqualTo(answer.body());
    assertNothingStored(id);
  }

  private static void assertNothingStored(MediaId id) {
    assertThat(server.files(id)).isEmpty();
    assertThat(server.unfinishedFiles()).isEmpty();
    assertThat(server.worker().media(id).bytesReceived()).isZero();
  }
}
