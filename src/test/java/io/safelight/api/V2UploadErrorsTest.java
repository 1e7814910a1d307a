package io.safelight.api;

import static io.safelight.api.ApiClient.json;
import static io.safelight.api.ApiClient.multipart;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.api.ApiClient.Answer;
import io.safelight.api.ApiClient.Content;
import io.safelight.config.RateLimitConfig;
import io.safelight.media.MediaId;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What v2 answers to what it cannot take. */
class V2UploadErrorsTest {
  /** Nothing waits for its result, so that every state can be seen. */
  @RegisterExtension
  static final ApiServer server = new ApiServer(RateLimitConfig.Preset.GENEROUS, 64, Duration.ZERO);

  private static final String INITIALIZE = "/2/media/upload/initialize";
  private static final String NOT_FOUND =
      """
      {"errors":[{"message":"BadRequest: Not found"}],"title":"Invalid Request",\
      "detail":"One or more parameters to your request was invalid.",\
      "type":"https://api.twitter.com/2/problems/invalid-request"}""";
  private static final JsonMapper MAPPER = new JsonMapper();

  private final ApiClient user = server.user();

  @Test
  void a_segment_index_of_many_characters_is_not_read_into_memory() {
    MediaId id = initialized(4);

    Answer answer = append(id, json("{\"segment_index\":\"" + "1".repeat(100_000) + "\",\"media\":\"QUJD\"}"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("Request body is not valid JSON.");
  }

  @Test
  void an_unknown_and_a_foreign_media_are_not_found_everywhere() {
    MediaId foreign = server.user().init("video/mp4", 4);

    for (String id : new String[] {"42", foreign.toString()}) {
      Answer status = user.get("/2/media/upload?media_id=" + id);
      assertThat(status.status()).isEqualTo(400);
      assertThat(status.header("content-type")).isEqualTo("application/problem+json");
      assertThat(status.text()).isEqualTo(NOT_FOUND);
      assertThat(user.post("/2/media/upload/" + id + "/finalize").text()).isEqualTo(NOT_FOUND);
      assertThat(
              user.post("/2/media/upload/" + id + "/append", json("{\"segment_index\":0,\"media\":\"AQ==\"}")).text())
          .isEqualTo(NOT_FOUND);
    }
    assertThat(server.unfinishedFiles()).isEmpty();
  }

  @Test
  void an_unknown_member_of_initialize_is_refused() {
    Answer answer = user.post(INITIALIZE, json("{\"media_type\":\"video/mp4\",\"total_bytes\":4,\"size\":4}"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).startsWith("$.size: is not defined in the schema");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"media_type\":\"video/mp4\"}",
        "{\"media_type\":\"video/mp4\",\"total_bytes\":0}",
        "{\"media_type\":\"video/mp4\",\"total_bytes\":1.5}",
        "{\"media_type\":7,\"total_bytes\":4}",
        "{\"total_bytes\":4}",
        "{\"media_type\":\"video/mp4\",\"total_bytes\":4,\"media_category\":\"poster\"}",
        "{\"media_type\":\"video/mp4\",\"total_bytes\":4,\"additional_owners\":[{}]}",
        "{\"media_type\":\"video/mp4\",\"total_bytes\":4,\"additional_owners\":7}"
      })
  void a_wrong_document_is_an_invalid_request(String document) {
    Answer answer = user.post(INITIALIZE, json(document));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    assertThat(answer.members()).containsExactly("errors", "title", "detail", "type");
    assertThat(answer.json().path("title").asString()).isEqualTo("Invalid Request");
    assertThat(answer.message()).contains("parameter is");
  }

  @Test
  void a_body_that_is_not_json_is_told_so() {
    assertThat(user.post(INITIALIZE, new Content("multipart/form-data, boundary=x", "x".getBytes(UTF_8))).message())
        .isEqualTo("Requests with bodies must have content-type of application/json.");
    assertThat(user.post(INITIALIZE, json("{\"total_bytes\":")).message()).isEqualTo("Request body is not valid JSON.");
    assertThat(append(initialized(4), new Content("text/plain", "segment_index=0".getBytes(UTF_8))).message())
        .isEqualTo("Requests with bodies must have content-type of application/json.");
    assertThat(append(initialized(4), json("{\"segment_index\":0,")).message())
        .isEqualTo("Request body is not valid JSON.");
    assertThat(append(initialized(4), json("{\"segment_index\":0} x")).message())
        .isEqualTo("Request body is not valid JSON.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"a?b\"", "\"A\"", "7", "null", "[\"AQ==\"]"})
  void a_media_that_is_not_base64_is_refused_and_nothing_stays(String media) {
    MediaId id = initialized(4);

    Answer answer = append(id, json("{\"segment_index\":0,\"media\":" + media + "}"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).startsWith("media type unrecognized.");
    assertThat(server.unfinishedFiles()).isEmpty();
    assertThat(server.files(id)).isEmpty();
  }

  @Test
  void what_append_lacks_is_named() {
    MediaId id = initialized(4);

    assertThat(append(id, json("{\"media\":\"AQ==\"}")).message()).isEqualTo("segment_index parameter is missing.");
    assertThat(append(id, json("{\"segment_index\":0}")).message()).isEqualTo("media parameter is missing.");
    assertThat(append(id, json("{\"segment_index\":1000,\"media\":\"AQ==\"}")).message())
        .isEqualTo("SegmentIndex must be between 0 and 999.");
    assertThat(append(id, json("{\"segment_index\":-1,\"media\":\"AQ==\"}")).message())
        .isEqualTo("SegmentIndex must be between 0 and 999.");
    assertThat(append(id, json("{\"segment_index\":0,\"media\":\"AQ==\",\"media\":\"AQ==\"}")).message())
        .startsWith("media parameter is invalid");
    assertThat(server.unfinishedFiles()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "-1", "0", "99999999999999999999"})
  void an_id_that_is_no_id_is_refused(String id) {
    assertThat(user.get("/2/media/upload?media_id=" + id).message()).startsWith("The media id is not valid");
    assertThat(user.post("/2/media/upload/" + id + "/finalize").message()).startsWith("The media id is not valid");
  }

  @Test
  void missing_segments_are_named() {
    MediaId id = initialized(4);
    append(id, json("{\"segment_index\":0,\"media\":\"AQ==\"}"));

    Answer answer = user.post("/2/media/upload/" + id + "/finalize");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("errors").path(0))
        .isEqualTo(
            MAPPER.readTree(
                """
                {"message": "Segments do not add up to provided total file size.", "bytes_received": 1, "total_bytes": 4,
                 "missing_segments": ""}
                """));
  }

  @Test
  void get_knows_no_other_command() {
    assertThat(user.get("/2/media/upload?media_id=1&command=status").status()).isEqualTo(400);
    assertThat(user.get("/2/media/upload").message()).isEqualTo("media_id parameter is missing.");
  }

  private MediaId initialized(long size) {
    return user.post(
            INITIALIZE,
            json("{\"media_type\":\"video/mp4\",\"media_category\":\"tweet_video\",\"total_bytes\":" + size + "}"))
        .mediaId();
  }

  private Answer append(MediaId id, Content body) {
    return user.post("/2/media/upload/" + id + "/append", body);
  }
}
