package io.safelight.api;

import static io.safelight.api.ApiClient.json;
import static io.safelight.api.ApiClient.multipart;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.api.ApiClient.Answer;
import io.safelight.api.ApiClient.Content;
import io.safelight.api.ApiClient.Part;
import io.safelight.config.RateLimitConfig;
import io.safelight.media.FailureReason;
import io.safelight.media.MediaCategory;
import io.safelight.media.MediaError;
import io.safelight.media.MediaId;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class V2UploadTest {
  /** Nothing waits for its result, so that every state can be seen. */
  @RegisterExtension
  static final ApiServer server = new ApiServer(RateLimitConfig.Preset.GENEROUS, 64, Duration.ZERO);

  private static final String INITIALIZE = "/2/media/upload/initialize";
  private static final JsonMapper MAPPER = new JsonMapper();

  private final ApiClient user = server.user();

  @Test
  void initialize_answers_id_media_key_and_expiry() {
    Answer answer =
        user.post(
            INITIALIZE,
            json("{\"media_type\":\"video/mp4\",\"media_category\":\"tweet_video\",\"total_bytes\":4,\"shared\":true}"));

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.header("content-type")).isEqualTo("application/json; charset=utf-8");
    assertThat(answer.members()).containsExactly("data");
    assertThat(answer.members("data")).containsExactly("id", "media_key", "expires_after_secs");
    assertThat(answer.json().path("data").path("id").isString()).isTrue();
    assertThat(answer.json().path("data").path("media_key").asString()).isEqualTo("7_" + answer.mediaId());
    assertThat(answer.json().path("data").path("expires_after_secs").asInt()).isEqualTo(86_400);
  }

  @Test
  void answers_have_the_headers_of_v2() {
    Answer answer = user.post(INITIALIZE, json("{\"media_type\":\"video/mp4\",\"total_bytes\":4}"));

    assertThat(answer.header("cache-control")).isEqualTo("no-cache, no-store, max-age=0");
    assertThat(answer.header("api-version")).isEqualTo("2.167");
    assertThat(answer.header("x-access-level")).isEqualTo("read-write-directmessages");
    assertThat(answer.header("x-transaction-id")).matches("[0-9a-f]{16}");
    assertThat(answer.header("x-rate-limit-remaining")).isEqualTo("999999");
    assertThat(answer.headers().firstValue("status")).isEmpty();
  }

  @Test
  void numbers_may_be_strings_and_owners_a_list() {
    ApiClient friend = server.user();

    Answer answer =
        user.post(
            INITIALIZE,
            json(
                "{\"media_type\":\"video/mp4\",\"total_bytes\":\"4\",\"media_category\":\"TweetVideo\",\"additional_owners\":[\""
                    + friend.account().userId()
                    + "\"]}"));

    assertThat(server.worker().media(answer.mediaId()).category()).isEqualTo(MediaCategory.TWEET_VIDEO);
    assertThat(friend.get("/2/media/upload?media_id=" + answer.mediaId()).status()).isEqualTo(200);
  }

  @Test
  void append_takes_multipart_and_answers_json() {
    MediaId id = initialized(4);

    Answer answer = append(id, multipart(Part.field("segment_index", "0"), Part.file("media", new byte[4])));

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json())
        .isEqualTo(
            MAPPER.readTree(
                "{\"data\":{\"expires_at\":" + server.now().plus(Duration.ofDays(1)).getEpochSecond() + "}}"));
    assertThat(append(id, multipart(Part.file("media", new byte[4]), Part.field("segment_index", "0"))).status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"segment_index\":0,\"media\":\"%s\"}",
        "{\"media\":\"%s\",\"segment_index\":\"0\"}",
        "{\"x\":{\"media\":1},\"media\":\"%s\",\"segment_index\":0}"
      })
  void append_takes_json_with_its_members_in_any_order(String document) throws IOException {
    byte[] bytes = randomBytes(100_001);
    MediaId id = initialized(bytes.length);

    Answer answer = append(id, json(document.formatted(Base64.getEncoder().encodeToString(bytes))));

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(Arrays.equals(Files.readAllBytes(server.files(id).getFirst()), bytes)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "text/plain", "text/plain; charset=utf-8"})
  void documents_may_come_without_the_type_of_json(String type) throws IOException {
    byte[] bytes = randomBytes(100_001);
    String segment = "\r\n\t {\"segment_index\":0,\"media\":\"" + Base64.getEncoder().encodeToString(bytes) + "\"}";
    String initialize = " {\"media_type\":\"video/mp4\",\"total_bytes\":100001}";

    MediaId id = user.post(INITIALIZE, new Content(type, initialize.getBytes(UTF_8))).mediaId();
    Answer answer = append(id, new Content(type, segment.getBytes(UTF_8)));

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(Arrays.equals(Files.readAllBytes(server.files(id).getFirst()), bytes)).isTrue();
  }

  @Test
  void base64_in_json_may_be_unpadded_broken_into_lines_and_have_escaped_slashes() throws IOException {
    byte[] bytes = randomBytes(10_001);
    MediaId id = initialized(bytes.length);
    String base64 =
        new String(Base64.getMimeEncoder().encode(bytes), UTF_8).replace("=", "").replace("\r\n", "\\r\\n").replace("/", "\\/");

    Answer answer = append(id, json("{\"segment_index\":0,\"media\":\"" + base64 + "\"}"));

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(Arrays.equals(Files.readAllBytes(server.files(id).getFirst()), bytes)).isTrue();
  }

  @Test
  void five_mebibytes_of_json_base64_are_taken() {
    byte[] bytes = randomBytes(5 << 20);
    MediaId id = initialized(bytes.length);

    Answer answer =
        append(id, json("{\"segment_index\":0,\"media\":\"" + Base64.getEncoder().encodeToString(bytes) + "\"}"));

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}"})
  void finalize_needs_no_body_and_answers_200(String body) {
    MediaId id = appended();

    Answer answer =
        body.isEmpty() ? user.post("/2/media/upload/" + id + "/finalize") : user.post("/2/media/upload/" + id + "/finalize", json(body));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.members("data"))
        .containsExactly("id", "media_key", "size", "expires_after_secs", "processing_info");
    assertThat(answer.members("data", "processing_info"))
        .containsExactly("state", "check_after_secs", "progress_percent");
  }

  @Test
  void status_needs_no_command_and_shows_every_state() {
    MediaId id = appended();
    String path = "/2/media/upload?media_id=" + id;
    assertThat(user.get(path).json().path("data").path("processing_info").path("phase").asString()).isEqualTo("uploading");

    user.post("/2/media/upload/" + id + "/finalize");
    assertThat(state(user.get(path))).isEqualTo("pending");
    server.worker().claimAll();
    server.worker().progress(id, 8);
    assertThat(state(user.get(path + "&command=STATUS"))).isEqualTo("in_progress");
    server.worker().succeed(id);

    Answer done = user.get(path);
    assertThat(done.members("data"))
        .containsExactly("id", "media_key", "size", "expires_after_secs", "video", "processing_info");
    assertThat(state(done)).isEqualTo("succeeded");
    assertThat(user.get(path).body()).isEqualTo(done.body());
  }

  @Test
  void a_failure_has_its_error() {
    MediaId id = appended();
    user.post("/2/media/upload/" + id + "/finalize");
    server.worker().claimAll();
    server.worker().fail(id, MediaError.of(FailureReason.CORRUPT, "The file is damaged."));

    Answer answer = user.get("/2/media/upload?media_id=" + id);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.members("data")).containsExactly("id", "media_key", "size", "processing_info");
    assertThat(answer.json().path("data").path("processing_info").path("error").path("message").asString())
        .isEqualTo("The file is damaged.");
  }

  @Test
  void both_versions_speak_of_the_same_media() {
    MediaId id = user.init("video/mp4", 4, "media_category", "tweet_video");
    append(id, multipart(Part.field("segment_index", "0"), Part.file("media", new byte[4])));

    assertThat(user.finalizeUpload(id).status()).isEqualTo(201);
    assertThat(state(user.get("/2/media/upload?media_id=" + id))).isEqualTo("pending");
  }

  private static byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    new Random(2).nextBytes(bytes);
    return bytes;
  }

  private static String state(Answer answer) {
    return answer.json().path("data").path("processing_info").path("state").asString();
  }

  private MediaId initialized(long size) {
    return user.post(
            INITIALIZE,
            json("{\"media_type\":\"video/mp4\",\"media_category\":\"tweet_video\",\"total_bytes\":" + size + "}"))
        .mediaId();
  }

  private MediaId appended() {
    MediaId id = initialized(4);
    append(id, multipart(Part.field("segment_index", "0"), Part.file("media", new byte[4])));
    return id;
  }

  private Answer append(MediaId id, Content body) {
    return user.post("/2/media/upload/" + id + "/append", body);
  }
}
