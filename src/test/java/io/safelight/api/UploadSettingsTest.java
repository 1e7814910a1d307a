package io.safelight.api;

import static io.safelight.api.ApiClient.form;
import static io.safelight.api.ApiClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.api.ApiClient.Answer;
import io.safelight.media.MediaId;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The settings of what an upload may consist of, on a server where all of them differ from their defaults. */
class UploadSettingsTest {
  private static final int SEGMENT_BYTES = 12 << 20;

  @RegisterExtension
  static final ApiServer server =
      new ApiServer(
          Map.of(
              "upload.segment-bytes", "12 MiB",
              "upload.segments", "3",
              "upload.additional-owners", "1",
              "upload.alt-text-characters", "5"));

  private final ApiClient user = server.user();

  @Test
  void a_segment_may_be_as_large_as_configured_in_every_form_and_no_larger() {
    byte[] segment = new byte[SEGMENT_BYTES];
    String base64 = Base64.getEncoder().encodeToString(segment);
    MediaId id = user.init("video/mp4", 3L * SEGMENT_BYTES, "media_category", "tweet_video");
    String v2 = "/2/media/upload/" + id + "/append";

    assertThat(user.append(id, 0, segment).status()).isEqualTo(204);
    Answer inForm =
        user.post(
            "/1.1/media/upload.json",
            form("command", "APPEND", "media_id", id.toString(), "segment_index", "1", "media_data", base64));
    assertThat(inForm.status()).as(inForm.text()).isEqualTo(204);
    assertThat(user.post(v2, json("{\"segment_index\":2,\"media\":\"" + base64 + "\"}")).status()).isEqualTo(200);

    Answer larger = user.append(id, 0, new byte[SEGMENT_BYTES + 1]);
    assertThat(larger.status()).isEqualTo(400);
    assertThat(larger.json().path("error").asString()).isEqualTo("Segment size exceeds 12582912 bytes.");
  }

  @Test
  void there_are_as_many_segments_as_configured() {
    MediaId id = user.init("video/mp4", 4, "media_category", "tweet_video");

    assertThat(user.append(id, 2, new byte[1]).status()).isEqualTo(204);
    assertThat(user.append(id, 3, new byte[1]).json().path("error").asString())
        .isEqualTo("SegmentIndex must be between 0 and 2.");
  }

  @Test
  void as_many_users_may_be_named_as_configured() {
    String one = server.user().account().userId();
    String two = one + "," + server.user().account().userId();

    assertThat(initFor(one).status()).isEqualTo(202);
    assertThat(initFor(two).message())
        .isEqualTo("additional_owners parameter is invalid: at most 1 users may be named.");
  }

  private Answer initFor(String owners) {
    return user.post(
        "/1.1/media/upload.json",
        form("command", "INIT", "media_type", "video/mp4", "total_bytes", "4", "additional_owners", owners));
  }

  @Test
  void a_description_may_be_as_long_as_configured() {
    MediaId id = user.ready("image/jpeg", "tweet_image");

    assertThat(describe(id, "\uD83D\uDE00bcde").status()).isEqualTo(200);
    assertThat(describe(id, "abcdef").message())
        .isEqualTo("alt_text parameter is invalid: it may have at most 5 characters.");
  }

  private Answer describe(MediaId id, String text) {
    return user.post(
        "/1.1/media/metadata/create.json", json("{\"media_id\":\"" + id + "\",\"alt_text\":{\"text\":\"" + text + "\"}}"));
  }
}
