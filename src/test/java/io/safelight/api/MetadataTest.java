package io.safelight.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.api.ApiClient.Answer;
import io.safelight.api.ApiClient.Content;
import io.safelight.media.MediaId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataTest {
  @RegisterExtension static final ApiServer server = new ApiServer();

  private static final String PATH = "/1.1/media/metadata/create.json";

  private final ApiClient user = server.user();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json", "application/json; charset=utf-8", "text/plain", "application/x-www-form-urlencoded", ""
      })
  void the_body_is_json_whatever_its_type_says(String type) {
    MediaId id = user.ready("image/jpeg", "tweet_image");

    Answer answer = user.post(PATH, new Content(type, document("\"" + id + "\"", "A cat ☕").getBytes(UTF_8)));

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.header("content-type")).startsWith("text/html");
    assertThat(server.worker().media(id).altText()).isEqualTo("A cat ☕");
  }

  @Test
  void the_id_may_be_a_number_and_the_text_empty() {
    MediaId id = user.ready("image/jpeg", "tweet_image");
    user.post(PATH, ApiClient.json(document(id.toString(), "A cat")));
    assertThat(server.worker().media(id).altText()).isEqualTo("A cat");

    assertThat(user.post(PATH, ApiClient.json(document(id.toString(), ""))).status()).isEqualTo(200);
    assertThat(server.worker().media(id).altText()).isNull();
  }

  @Test
  void a_text_of_1000_characters_is_taken_and_a_longer_one_refused() {
    MediaId id = user.ready("image/jpeg", "tweet_image");

    assertThat(user.post(PATH, ApiClient.json(document(id.toString(), "☕".repeat(1000)))).status()).isEqualTo(200);
    assertThat(user.post(PATH, ApiClient.json(document(id.toString(), "☕".repeat(1001)))).message())
        .startsWith("alt_text parameter is invalid");
  }

  @Test
  void a_bare_string_is_no_alt_text() {
    MediaId id = user.ready("image/jpeg", "tweet_image");

    Answer answer = user.post(PATH, ApiClient.json("{\"media_id\":\"" + id + "\",\"alt_text\":\"A cat\"}"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).startsWith("alt_text parameter is invalid");
  }

  @Test
  void a_video_has_no_alt_text() {
    MediaId id = user.ready("video/mp4", "tweet_video");

    assertThat(user.post(PATH, ApiClient.json(document(id.toString(), "A cat"))).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "\"text\"", "{}{}", "{\"a\":1,\"a\":2}"})
  void what_is_no_json_object_is_refused(String body) {
    Answer answer = user.post(PATH, ApiClient.json(body));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("request").asString()).isEqualTo(PATH);
    assertThat(answer.json().path("error").asString()).startsWith("Request body is not");
  }

  @Test
  void missing_members_are_named() {
    assertThat(user.post(PATH, ApiClient.json("{\"alt_text\":{\"text\":\"A cat\"}}")).message())
        .isEqualTo("media_id parameter is missing.");
    assertThat(user.post(PATH, ApiClient.json("{\"media_id\":\"1\"}")).message())
        .isEqualTo("alt_text parameter is missing.");
    assertThat(user.post(PATH, ApiClient.json(document("\"abc\"", "A cat"))).json().path("error").asString())
        .isEqualTo("Invalid media_id: Some(abc).");
  }

  @Test
  void a_media_of_somebody_else_does_not_exist() {
    MediaId id = server.user().ready("image/jpeg", "tweet_image");

    Answer answer = user.post(PATH, ApiClient.json(document(id.toString(), "A cat")));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo(34);
  }

  @Test
  void a_body_over_64_kibibytes_is_refused() {
    assertThat(user.post(PATH, ApiClient.json(document("1", "x".repeat(70_000)))).status()).isEqualTo(413);
  }

  private static String document(String id, String text) {
    return "{\"media_id\":" + id + ",\"alt_text\":{\"text\":\"" + text + "\"}}";
  }
}
