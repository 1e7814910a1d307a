package io.safelight.api;

import static io.safelight.api.ApiClient.UPLOAD;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.api.ApiClient.Answer;
import io.safelight.api.ApiClient.Content;
import io.safelight.api.ApiClient.Part;
import io.safelight.media.MediaId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong gets a clear answer, and leaves nothing behind. */
class BadInputTest {
  @RegisterExtension static final ApiServer server = new ApiServer();

  private final ApiClient user = server.user();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "multipart/form-data; boundary=limit",
        "application/x-www-form-urlencoded",
        "application/json"
      })
  void a_body_that_is_cut_off_leaves_no_segment_and_no_file(String type) throws IOException {
    MediaId id = user.init("video/mp4", 1_000_000);
    boolean json = type.equals("application/json");
    String path =
        json
            ? "/2/media/upload/" + id + "/append"
            : UPLOAD + "?command=APPEND&segment_index=0&media_id=" + id;
    String start =
        switch (type) {
          case "application/json" -> "{\"segment_index\":0,\"media\":\"";
          case "application/x-www-form-urlencoded" -> "media_data=";
          default -> "--limit\r\nContent-Disposition: form-data; name=\"media\"\r\n\r\n";
        };
    assertThat(cutOff(path, type, start)).isIn("", "400");

    assertThat(user.status(id).json().path("processing_info").path("upload").path("bytes_received").asInt()).isZero();
    assertThat(server.unfinishedFiles()).isEmpty();
    assertThat(server.files(id)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "multipart/form-data; boundary=limit | --limit\\r\\nContent-Disposition: form-data; name=\"media\"\\r\\n\\r\\n",
        "application/x-www-form-urlencoded | media_data="
      })
  void a_simple_upload_that_is_cut_off_leaves_no_media_and_no_file(String type, String start) throws IOException {
    int before = server.mediaCount();
    String png = start.replace("\\r\\n", "\r\n") + (type.startsWith("m") ? "\u0089PNG\r\n\u001a\n" : "iVBORw0KGgo");

    assertThat(cutOff(UPLOAD, type, png)).isIn("", "400");

    assertThat(server.mediaCount()).isEqualTo(before);
    assertThat(server.unfinishedFiles()).isEmpty();
  }

  /**
   * Sends about a half of what it announces and no more.
   *
   * @return the status of the answer, if there is one
   */
  private String cutOff(String path, String type, String start) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      String head =
          "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + user.account().bearerToken()
              + "\r\nContent-Type: " + type + "\r\nContent-Length: 900000\r\n\r\n";
      socket.getOutputStream().write((head + start + "A".repeat(400_000)).getBytes(ISO_8859_1));
      socket.getOutputStream().flush();
      socket.shutdownOutput();
      String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
      return answer.isEmpty() ? "" : answer.substring("HTTP/1.1 ".length(), "HTTP/1.1 ".length() + 3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "-1", "12x", "1e3", "9223372036854775808", "0x10", "1 2"})
  void a_media_id_that_is_no_number_is_refused_wherever_it_stands(String id) {
    String query = ApiClient.encode("media_id", id);
    Part[] segment = {Part.field("segment_index", "0"), Part.file("media", new byte[1])};
    String pathId = URLEncoder.encode(id, UTF_8).replace("+", "%20");

    assertThat(user.get(UPLOAD + "?command=STATUS&" + query).status()).isIn(400, 404);
    assertThat(user.post(UPLOAD + "?command=FINALIZE&" + query).status()).isIn(400, 404);
    assertThat(user.post(UPLOAD + "?command=APPEND&" + query, ApiClient.multipart(segment)).status()).isIn(400, 404);
    assertThat(user.get("/2/media/upload?command=STATUS&" + query).status()).isEqualTo(400);
    assertThat(user.post("/2/media/upload/" + pathId + "/append", ApiClient.multipart(segment)).status())
        .isIn(400, 404);
    assertThat(user.post("/2/media/upload/" + pathId + "/finalize").status()).isIn(400, 404);
    assertThat(user.post("/1.1/statuses/update.json?" + ApiClient.encode("status", "x", "media_ids", id)).status())
        .isEqualTo(400);
    assertThat(server.unfinishedFiles()).isEmpty();
  }

  @Test
  void a_compressed_body_is_not_read_as_if_it_were_plain() throws IOException {
    MediaId id = user.init("video/mp4", 4);
    Content segment = ApiClient.multipart(Part.file("media", new byte[4]));
    String v1 = compressed(UPLOAD + "?command=APPEND&segment_index=0&media_id=" + id, segment);
    String v2 = compressed("/2/tweets", ApiClient.json("{\"text\":\"Hello\"}"));

    assertThat(v1)
        .startsWith("HTTP/1.1 415 ")
        .contains("\r\nAccept-Encoding: identity\r\n", "\r\nstatus: 415 Unsupported Media Type\r\n")
        .endsWith(
            "{\"request\":\"/1.1/media/upload.json\",\"error\":\"This Content-Encoding is not supported here. Send the body"
                + " as it is, without compressing it.\"}");
    assertThat(v2)
        .startsWith("HTTP/1.1 415 ")
        .contains("\r\nAccept-Encoding: identity\r\n", "{\"title\":\"Unsupported Media Type\",");
  }

  /** The answer to a request whose body is said to be compressed. */
  private String compressed(String path, Content body) throws IOException {
    return raw(
        "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
            + user.account().bearerToken() + "\r\nContent-Type: " + body.type() + "\r\nContent-Encoding: gzip\r\nContent-Length: "
            + body.bytes().length + "\r\n\r\n" + new String(body.bytes(), ISO_8859_1));
  }

  private static String raw(String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  @Test
  void an_ambiguous_path_is_refused_in_the_shape_of_its_version() {
    Answer v1 = user.get("/1.1/media%2Fupload.json?command=STATUS&media_id=1");
    Answer v2 = user.get("/2/media//upload?media_id=1");

    assertThat(v1.status()).isEqualTo(400);
    assertThat(v1.code()).isEqualTo(214);
    assertThat(v1.message()).startsWith("The path is ambiguous.");
    assertThat(v1.header("status")).isEqualTo("400 Bad Request");
    assertThat(v2.status()).isEqualTo(400);
    assertThat(v2.header("content-type")).isEqualTo("application/problem+json");
    assertThat(v2.json().path("errors").path(0).path("message").asString()).startsWith("The path is ambiguous.");
  }

  @Test
  void media_in_the_query_that_does_not_fit_there_is_told_to_go_into_the_body() {
    Answer answer = user.post(UPLOAD + "?media_data=" + "A".repeat(20_000));

    assertThat(answer.status()).isEqualTo(431);
    assertThat(answer.text()).contains("16384 bytes", "Send media", "in the body of the request.");
  }

  @Test
  void headers_that_are_too_long_are_refused_in_the_shape_of_the_version() throws IOException {
    String cookie = "Cookie: " + "c".repeat(20_000);

    assertThat(raw("GET " + UPLOAD + " HTTP/1.1\r\nHost: localhost\r\n" + cookie + "\r\n\r\n"))
        .startsWith("HTTP/1.1 431 ")
        .contains("status: 431 Request Header Fields Too Large", "\"limit\":16384");
    assertThat(raw("GET /2/media/upload HTTP/1.1\r\nHost: localhost\r\n" + cookie + "\r\n\r\n"))
        .startsWith("HTTP/1.1 431 ")
        .contains("{\"title\":\"Request Header Fields Too Large\",", "\"limit\":16384");
  }

  @Test
  void the_text_fields_of_a_multipart_body_are_limited_together_so_that_many_bodies_do_not_fill_the_memory() {
    Part[] fields = new Part[8];
    Arrays.setAll(fields, i -> Part.field("field-" + i, "x".repeat(10_000)));

    Answer answer = user.post(UPLOAD, ApiClient.multipart(fields));

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.json().path("error").asString()).contains("65536 bytes together");
  }

  @Test
  void a_multipart_body_without_its_last_boundary_is_taken_when_its_length_is_right() {
    MediaId id = user.init("video/mp4", 4);
    byte[] whole = ApiClient.multipart(Part.field("segment_index", "0"), Part.file("media", new byte[4])).bytes();
    byte[] withoutLastLineEnd = Arrays.copyOf(whole, whole.length - 2);

    Answer answer =
        user.post(
            UPLOAD + "?command=APPEND&media_id=" + id,
            new Content("multipart/form-data; boundary=limit", withoutLastLineEnd));

    assertThat(answer.status()).as(answer.text()).isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "multipart/form-data, boundary=limit",
        "multipart/form-data; boundary=\"limit\"",
        "Multipart/Form-Data; charset=utf-8; boundary=limit"
      })
  void a_multipart_header_may_be_sloppy(String type) {
    MediaId id = user.init("video/mp4", 4);
    byte[] body = ApiClient.multipart(Part.field("segment_index", "0"), Part.file("media", new byte[4])).bytes();

    assertThat(user.post(UPLOAD + "?command=APPEND&media_id=" + id, new Content(type, body)).status()).isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(strings = {"multipart/form-data", "multipart/form-data; boundary=other"})
  void a_multipart_body_that_cannot_be_split_is_malformed(String type) {
    MediaId id = user.init("video/mp4", 4);
    byte[] body = ApiClient.multipart(Part.field("segment_index", "0"), Part.file("media", new byte[4])).bytes();

    Answer answer = user.post(UPLOAD + "?command=APPEND&media_id=" + id, new Content(type, body));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(server.unfinishedFiles()).isEmpty();
  }

  @Test
  void a_hostile_file_name_is_never_used() {
    MediaId id = user.init("video/mp4", 1);
    String body =
        "--limit\r\nContent-Disposition: form-data; name=\"media\"; filename=\"../../../../etc/passwd\0\"\r\n\r\nx\r\n--limit--\r\n";

    Answer answer =
        user.post(
            UPLOAD + "?command=APPEND&segment_index=0&media_id=" + id,
            new Content("multipart/form-data; boundary=limit", body.getBytes(UTF_8)));

    assertThat(answer.status()).isIn(204, 400);
    assertThat(server.unfinishedFiles()).isEmpty();
  }

  @Test
  void a_text_field_without_end_is_refused() {
    Answer answer = user.post(UPLOAD, ApiClient.multipart(Part.field("command", "x".repeat(70_000))));

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.json().path("error").asString()).isNotEmpty();
  }

  @Test
  void bodies_elsewhere_are_at_most_64_kibibytes() {
    assertThat(user.post("/1.1/statuses/update.json", ApiClient.form("status", "x".repeat(70_000))).status())
        .isEqualTo(413);
    assertThat(user.post("/2/tweets", ApiClient.json("{\"text\":\"" + "x".repeat(70_000) + "\"}")).status())
        .isEqualTo(413);
  }

  @Test
  void deeply_nested_json_is_not_valid() {
    assertThat(user.post("/2/tweets", ApiClient.json("{\"text\":" + "[".repeat(20_000))).message())
        .isEqualTo("Request body is not valid JSON.");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /1.1/media/unknown.json, 404", "POST, /1.1/statuses/home_timeline.json, 404", "DELETE, /1.1/media/upload.json, 405",
    "PUT, /1.1/statuses/update.json, 405"
  })
  void a_wrong_path_or_method_of_v1_is_an_error_of_v1(String method, String path, int status) {
    Answer answer = user.send(method, path, Optional.empty());

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.text()).startsWith(status == 405 && path.contains("/media/") ? "{\"request\":" : "{\"errors\":[{\"code\":");
    assertThat(answer.header("status")).startsWith(status + " ");
  }

  @ParameterizedTest
  @CsvSource({"GET, /2/users/me, 404", "DELETE, /2/media/upload, 405"})
  void a_wrong_path_or_method_of_v2_is_a_problem(String method, String path, int status) {
    Answer answer = user.send(method, path, Optional.empty());

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    assertThat(answer.json().path("status").asInt()).isEqualTo(status);
  }

  @Test
  void a_wrong_method_is_told_which_ones_there_are() {
    assertThat(user.send("DELETE", UPLOAD, Optional.empty()).header("allow")).contains("GET", "POST");
  }
}
