package io.safelight.api;

import static io.safelight.api.ApiClient.UPLOAD;
import static io.safelight.api.ApiClient.form;
import static io.safelight.api.ApiClient.multipart;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.api.ApiClient.Answer;
import io.safelight.api.ApiClient.Content;
import io.safelight.api.ApiClient.Part;
import io.safelight.media.FailureReason;
import io.safelight.media.MediaError;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimpleUploadTest {
  @RegisterExtension static final ApiServer server = new ApiServer();
  /** A server on which every result is late. */
  @RegisterExtension static final ApiServer late = new ApiServer(1);

  private static final byte[] PNG = file(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'}, 64);
  private static final byte[] GIF = file("GIF89a".getBytes(UTF_8), 64);

  private final ApiClient user = server.user();

  private static byte[] file(byte[] head, int length) {
    return Arrays.copyOf(head, length);
  }

  @BeforeEach
  void workAtOnce() {
    server.workAtOnce();
  }

  @Test
  void an_image_in_a_multipart_part_is_ready_at_once() {
    Answer answer = user.post(UPLOAD, multipart(Part.file("media", PNG)));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("status")).isEqualTo("200 OK");
    assertThat(answer.header("x-mediaid")).isEqualTo(answer.mediaId().toString());
    assertThat(answer.members())
        .containsExactly("media_id", "media_id_string", "size", "expires_after_secs", "image");
    assertThat(answer.members("image")).containsExactly("image_type", "w", "h", "blurhash");
    assertThat(answer.json().path("size").asInt()).isEqualTo(64);
    assertThat(answer.json().path("image").path("image_type").asString()).isEqualTo("image/png");
  }

  @Test
  void a_named_category_gives_it_a_media_key() {
    Answer answer =
        user.post(UPLOAD, multipart(Part.field("media_category", "tweet_image"), Part.file("media", PNG)));

    assertThat(answer.json().path("media_key").asString()).isEqualTo("3_" + answer.mediaId());
  }

  @Test
  void a_gif_is_an_image() {
    Answer answer = user.post(UPLOAD, multipart(Part.file("media", GIF)));

    assertThat(answer.json().path("image").path("image_type").asString()).isEqualTo("image/gif");
  }

  @ParameterizedTest
  @CsvSource({
    "BM9999....rest, image/bmp", "II*.rest of it, image/tiff", "....ftypheic, image/heic", "....ftypmif1, image/heic",
    "....ftypavif, image/avif"
  })
  void images_of_telephones_and_scanners_are_known_by_their_first_bytes(String head, String type) {
    byte[] content = file(head.replace('.', '\0').getBytes(UTF_8), 64);

    Answer answer = user.post(UPLOAD, multipart(Part.file("media", content)));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("image").path("image_type").asString()).isEqualTo(type);
  }

  @ParameterizedTest
  @ValueSource(strings = {"media", "media_data"})
  void base64_is_taken_in_an_urlencoded_body(String name) {
    assertThat(user.post(UPLOAD, form(name, Base64.getEncoder().encodeToString(PNG))).status()).isEqualTo(200);
  }

  @Test
  void media_data_is_taken_in_a_part_and_in_the_query() {
    String base64 = Base64.getEncoder().encodeToString(PNG);

    assertThat(user.post(UPLOAD, multipart(Part.field("media_data", base64))).status()).isEqualTo(200);
    assertThat(user.post(UPLOAD + "?" + ApiClient.encode("media_data", base64)).status()).isEqualTo(200);
  }

  @Test
  void additional_owners_may_stand_in_the_query() {
    ApiClient friend = server.user();

    Answer answer =
        user.post(
            UPLOAD + "?additional_owners=" + friend.account().userId(), multipart(Part.file("media", PNG)));

    assertThat(friend.status(answer.mediaId()).status()).isEqualTo(200);
  }

  @Test
  void a_late_result_is_left_to_status() {
    Answer answer = late.user().post(UPLOAD, multipart(Part.file("media", PNG)));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("processing_info").path("state").asString()).isEqualTo("pending");
    assertThat(answer.json().path("processing_info").path("check_after_secs").asInt()).isPositive();
  }

  @Test
  void an_image_that_cannot_be_processed_is_an_error_with_its_reason() {
    server.worker().failNext(MediaError.of(FailureReason.TRUNCATED, "The file ends too early."));

    Answer answer = user.post(UPLOAD, multipart(Part.file("media", PNG)));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.members()).containsExactly("request", "error", "reason", "retryable");
    assertThat(answer.json().path("error").asString()).isEqualTo("The file ends too early.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a text file", "data:image/png;base64,iVBORw0KGgo=", "RIFF....WEBM"})
  void what_is_no_image_is_unrecognized(String content) {
    Answer answer = user.post(UPLOAD, multipart(Part.file("media", content.getBytes(UTF_8))));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("request").asString()).isEqualTo(UPLOAD);
    assertThat(answer.json().path("error").asString()).startsWith("media type unrecognized.");
    assertThat(server.unfinishedFiles()).isEmpty();
  }

  @Test
  void base64_of_base64_is_unrecognized() {
    byte[] twice = Base64.getEncoder().encode(Base64.getEncoder().encode(PNG));

    Answer answer = user.post(UPLOAD, form("media_data", new String(twice, UTF_8)));

    assertThat(answer.json().path("error").asString()).startsWith("media type unrecognized.");
  }

  @Test
  void a_video_category_is_sent_to_the_chunked_upload() {
    Answer answer =
        user.post(UPLOAD, multipart(Part.field("media_category", "tweet_video"), Part.file("media", PNG)));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("error").asString()).contains("INIT");
  }

  @Test
  void more_than_five_mebibytes_are_refused_with_the_limit() {
    Answer answer = user.post(UPLOAD, multipart(Part.file("media", file(PNG, (5 << 20) + 1))));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("error").asString()).isEqualTo("File size exceeds 5242880 bytes.");
    assertThat(answer.json().path("hint").asString()).contains("15728640 bytes", "INIT", "media_category=tweet_gif");
    assertThat(server.unfinishedFiles()).isEmpty();
  }

  @Test
  void far_too_much_is_413_with_a_sentence() {
    Answer answer = user.post(UPLOAD, multipart(Part.file("media", file(PNG, 16 << 20))));

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.json().path("error").asString()).contains("APPEND");
    assertThat(server.unfinishedFiles()).isEmpty();
  }

  @Test
  void nothing_at_all_is_a_missing_media() {
    Answer answer = user.post(UPLOAD);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo(38);
    assertThat(answer.message()).startsWith("media parameter is missing.");
    assertThat(user.post(UPLOAD, ApiClient.json("{\"command\": \"INIT\"}")).message())
        .startsWith("media parameter is missing.");
    assertThat(user.post(UPLOAD, new Content("image/png", PNG)).message()).startsWith("media parameter is missing.");
    assertThat(user.post(UPLOAD, new Content("application/json", PNG)).message())
        .startsWith("media parameter is missing. JSON is not read here: send a form");
  }

  @ParameterizedTest
  @ValueSource(strings = {"init", "Append", "STATUS", "UPLOAD"})
  void an_unknown_command_with_media_is_an_invalid_command(String command) {
    Answer answer = user.post(UPLOAD, multipart(Part.field("command", command), Part.file("media", PNG)));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo(38);
    assertThat(answer.message()).startsWith("command parameter is invalid.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"init", "Append", "UPLOAD"})
  void an_unknown_command_without_media_is_a_missing_media(String command) {
    Answer answer = user.post(UPLOAD, form("command", command));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo(38);
    assertThat(answer.message()).startsWith("media parameter is missing.").contains("INIT, APPEND or FINALIZE");
  }
}
