package io.safelight.api;

import static io.safelight.api.ApiClient.UPLOAD;
import static io.safelight.api.ApiClient.encode;
import static io.safelight.api.ApiClient.form;
import static io.safelight.api.ApiClient.multipart;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.api.ApiClient.Answer;
import io.safelight.api.ApiClient.Content;
import io.safelight.api.ApiClient.Part;
import io.safelight.media.MediaId;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppendTest {
  @RegisterExtension static final ApiServer server = new ApiServer();

  /** Bytes whose base64 has every character of the alphabet, padding and line ends. */
  private static final byte[] BYTES = randomBytes(100_001);

  private final ApiClient user = server.user();

  private static byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  @Test
  void it_answers_204_without_a_body_and_with_the_headers_of_the_recorded_api() {
    MediaId id = user.init("video/mp4", 10);

    Answer answer = user.append(id, 0, new byte[] {1, 2, 3, 4});

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.header("content-type")).isEqualTo("text/html;charset=utf-8");
    assertThat(answer.header("x-mediaid")).isEqualTo(id.toString());
    assertThat(answer.header("x-segmentcount")).isEqualTo("1");
    assertThat(answer.header("x-totalbytes")).isEqualTo("4");
    assertThat(answer.header("status")).isEqualTo("204 No Content");
    assertThat(user.append(id, 1, new byte[] {5, 6}).header("x-totalbytes")).isEqualTo("6");
  }

  @Test
  void a_multipart_part_of_raw_bytes_is_stored_as_it_is() throws IOException {
    assertStored(multipart(command(0), Part.file("media", BYTES)));
  }

  @Test
  void the_media_may_come_before_the_parameters() throws IOException {
    MediaId id = user.init("video/mp4", BYTES.length);
    Content body =
        multipart(
            Part.file("media", BYTES),
            Part.field("segment_index", "0"),
            Part.field("media_id", id.toString()),
            Part.field("command", "APPEND"));

    assertThat(user.post(UPLOAD, body).status()).isEqualTo(204);
    assertStored(id);
  }

  @Test
  void parameters_may_stand_in_the_query_and_the_media_in_the_body() throws IOException {
    MediaId id = user.init("video/mp4", BYTES.length);
    String query = encode("command", "APPEND", "media_id", id.toString(), "segment_index", "0");

    assertThat(user.post(UPLOAD + "?" + query, multipart(Part.file("media", BYTES))).status()).isEqualTo(204);
    assertStored(id);
  }

  @Test
  void a_part_media_data_is_base64() throws IOException {
    assertStored(multipart(command(0), Part.field("media_data", Base64.getEncoder().encodeToString(BYTES))));
  }

  @Test
  void a_part_may_say_that_it_is_base64() throws IOException {
    byte[] encoded = Base64.getMimeEncoder().encode(BYTES);

    assertStored(
        multipart(
            command(0),
            new Part("media", "Content-Type: video/mp4\r\nContent-Transfer-Encoding: base64\r\n", encoded)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"media", "media_data"})
  void an_urlencoded_media_is_base64_under_either_name(String name) throws IOException {
    MediaId id = user.init("video/mp4", BYTES.length);

    Answer answer =
        user.post(
            UPLOAD,
            form(
                "command", "APPEND", "media_id", id.toString(), "segment_index", "0", name,
                Base64.getEncoder().encodeToString(BYTES)));

    assertThat(answer.status()).as(answer.text()).isEqualTo(204);
    assertStored(id);
  }

  @Test
  void urlencoded_base64_may_be_unescaped_broken_into_lines_and_unpadded() throws IOException {
    MediaId id = user.init("video/mp4", BYTES.length);
    String base64 = new String(Base64.getMimeEncoder().encode(BYTES), US_ASCII).replace("=", "");
    String body =
        encode("command", "APPEND", "media_id", id.toString(), "segment_index", "0") + "&media_data=" + base64;

    Answer answer =
        user.post(UPLOAD, new Content("application/x-www-form-urlencoded", body.getBytes(US_ASCII)));

    assertThat(answer.status()).as(answer.text()).isEqualTo(204);
    assertStored(id);
  }

  @Test
  void the_alphabet_for_urls_is_understood() throws IOException {
    assertStored(multipart(command(0), Part.field("media_data", Base64.getUrlEncoder().encodeToString(BYTES))));
  }

  @Test
  void five_mebibytes_of_base64_that_are_percent_encoded_are_taken() {
    byte[] segment = randomBytes(5 << 20);
    MediaId id = user.init("video/mp4", segment.length);

    Answer answer =
        user.post(
            UPLOAD,
            form(
                "command", "APPEND", "media_id", id.toString(), "segment_index", "0", "media_data",
                Base64.getEncoder().encodeToString(segment)));

    assertThat(answer.status()).as(answer.text()).isEqualTo(204);
    assertThat(answer.header("x-totalbytes")).isEqualTo(Integer.toString(5 << 20));
  }

  @Test
  void segments_may_start_at_one_come_in_any_order_and_end_with_an_empty_one() {
    MediaId id = user.init("video/mp4", 4, "media_category", "tweet_video");

    assertThat(user.append(id, 2, new byte[] {3, 4}).status()).isEqualTo(204);
    assertThat(user.append(id, 1, new byte[] {1, 2}).status()).isEqualTo(204);
    assertThat(user.append(id, 3, new byte[0]).status()).isEqualTo(204);

    assertThat(user.finalizeUpload(id).status()).isEqualTo(201);
  }

  @Test
  void resending_a_segment_changes_nothing() {
    MediaId id = user.init("video/mp4", 4);
    user.append(id, 0, new byte[] {1, 2});

    Answer again = user.append(id, 0, new byte[] {1, 2});

    assertThat(again.status()).isEqualTo(204);
    assertThat(again.header("x-segmentcount")).isEqualTo("1");
    assertThat(again.header("x-totalbytes")).isEqualTo("2");
  }

  @Test
  void other_bytes_for_a_segment_replace_it() {
    MediaId id = user.init("video/mp4", 4);
    user.append(id, 0, new byte[] {1, 2});

    assertThat(user.append(id, 0, new byte[] {1, 2, 3}).header("x-totalbytes")).isEqualTo("3");
  }

  @Test
  void what_a_segment_replaces_takes_no_space_when_the_answer_is_there() throws IOException {
    MediaId id = user.init("video/mp4", BYTES.length);
    for (byte version = 1; version <= 20; version++) {
      byte[] other = BYTES.clone();
      other[0] += version;
      assertThat(user.append(id, 0, other).status()).isEqualTo(204);
    }
    user.append(id, 0, BYTES);

    assertStored(id);
  }

  @Test
  void the_last_index_is_999() {
    MediaId id = user.init("video/mp4", 4);

    assertThat(user.append(id, 999, new byte[] {1}).status()).isEqualTo(204);
  }

  private static Part command(int index) {
    return Part.field("segment_index", Integer.toString(index));
  }

  /** Sends a body that lacks only the command and the id. */
  private void assertStored(Content body) throws IOException {
    MediaId id = user.init("video/mp4", BYTES.length);
    Answer answer = user.post(UPLOAD + "?command=APPEND&media_id=" + id, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(204);
    assertStored(id);
  }

  private static void assertStored(MediaId id) throws IOException {
    assertThat(server.files(id)).hasSize(1);
    assertThat(Arrays.equals(Files.readAllBytes(server.files(id).getFirst()), BYTES)).isTrue();
    assertThat(server.unfinishedFiles()).isEmpty();
  }
}
