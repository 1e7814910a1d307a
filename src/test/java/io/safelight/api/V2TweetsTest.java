package io.safelight.api;

import static io.safelight.api.ApiClient.json;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class V2TweetsTest {
  /** No post waits for media that are not ready. */
  @RegisterExtension
  static final ApiServer server = new ApiServer(RateLimitConfig.Preset.GENEROUS, 64, Duration.ZERO);

  private final ApiClient user = server.user();

  @Test
  void a_post_is_created_with_201() {
    Answer answer = user.post("/2/tweets", json("{\"text\":\"Hello\"}"));

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.members("data")).containsExactly("id", "text", "edit_history_tweet_ids");
    assertThat(answer.json().path("data").path("id").isString()).isTrue();
    assertThat(answer.json().path("data").path("text").asString()).isEqualTo("Hello");
  }

  @Test
  void a_post_with_media_needs_no_text_and_shows_its_link() {
    MediaId id = user.ready("video/mp4", "tweet_video");

    Answer answer = user.post("/2/tweets", json("{\"media\":{\"media_ids\":[\"" + id + "\"]}}"));

    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    assertThat(answer.json().path("data").path("text").asString()).startsWith(server.base() + "/media/");
  }

  @Test
  void a_post_is_shown_to_everybody() {
    MediaId id = user.ready("video/mp4", "tweet_video");
    Answer created =
        user.post("/2/tweets", json("{\"text\":\"See\",\"media\":{\"media_ids\":[" + id + "]}}"));
    String path = "/2/tweets/" + created.json().path("data").path("id").asString();

    Answer plain = server.user().get(path);
    Answer more = user.get(path + "?tweet.fields=created_at,attachments");

    assertThat(plain.status()).isEqualTo(200);
    assertThat(plain.json()).isEqualTo(created.json());
    assertThat(more.json().path("data").path("attachments").path("media_keys").path(0).asString()).isEqualTo("7_" + id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "abc"})
  void an_unknown_post_is_a_problem(String id) {
    Answer answer = user.get("/2/tweets/" + id);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    assertThat(answer.json().path("type").asString())
        .isEqualTo("https://api.twitter.com/2/problems/resource-not-found");
  }

  @Test
  void media_that_may_not_be_used_are_invalid_and_the_detail_says_why() {
    MediaId unfinished = user.uploaded("video/mp4", "tweet_video");

    Answer notReady = user.post("/2/tweets", json("{\"media\":{\"media_ids\":[\"" + unfinished + "\"]}}"));
    Answer unknown = user.post("/2/tweets", json("{\"text\":\"x\",\"media\":{\"media_ids\":[\"42\"]}}"));

    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.text())
        .isEqualTo(
            """
            {"errors":[{"parameters":{"media.media_ids":["42"]},"message":"Your media IDs are invalid."}],\
            "title":"Invalid Request","detail":"One or more parameters to your request was invalid. \
            The validation of media ids failed.","type":"https://api.twitter.com/2/problems/invalid-request"}""");
    JsonNode problem = notReady.json();
    assertThat(notReady.status()).isEqualTo(400);
    assertThat(notReady.message()).isEqualTo("Your media IDs are invalid.");
    assertThat(problem.path("errors").path(0).path("parameters").path("media.media_ids").path(0).asString())
        .isEqualTo(unfinished.toString());
    assertThat(problem.path("detail").asString())
        .startsWith("One or more parameters to your request was invalid. Not valid video")
        .contains("pending");
    assertThat(problem.path("errors").path(0).path("check_after_secs").asInt()).isPositive();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"media\":{\"media_ids\":[]}} | $.media.media_ids: there must be a minimum of 1 item in the array",
        "{\"media\":{\"media_ids\":[\"1\",\"2\",\"3\",\"4\",\"5\"]}} | $.media.media_ids: there must be a maximum of 4 items in"
            + " the array",
        "{\"media\":{}} | $.media.media_ids: is missing but it is required",
        "{\"media\":{\"media_ids\":[\"abc\"]}} | $.media.media_ids: each item is a string of 1 to 19 digits",
        "{\"text\":7} | text parameter is invalid: it is a string.",
        "{} | Missing required parameter: text.",
        "{ | Request body is not valid JSON."
      })
  void a_wrong_document_is_an_invalid_request(String document, String message) {
    Answer answer = user.post("/2/tweets", json(document));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).isEqualTo(message);
    assertThat(answer.json().path("type").asString()).isEqualTo("https://api.twitter.com/2/problems/invalid-request");
  }

  @Test
  void a_form_is_no_json() {
    assertThat(user.post("/2/tweets", ApiClient.form("text", "Hello")).message())
        .isEqualTo("Requests with bodies must have content-type of application/json.");
    assertThat(user.post("/2/tweets", new Content("text/plain", "Hello".getBytes(UTF_8))).message())
        .isEqualTo("Requests with bodies must have content-type of application/json.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "text/plain", "text/plain; charset=utf-8"})
  void a_document_may_come_without_the_type_of_json(String type) {
    var document = new Content(type, " \n{\"text\":\"Hello\"}".getBytes(UTF_8));

    assertThat(user.post("/2/tweets", document).status()).isEqualTo(201);
  }

  @Test
  void a_text_that_is_too_long_is_forbidden() {
    Answer answer = user.post("/2/tweets", json("{\"text\":\"" + "x".repeat(281) + "\"}"));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.json().path("type").asString()).isEqualTo("about:blank");
    assertThat(answer.json().path("status").asInt()).isEqualTo(403);
  }
}
