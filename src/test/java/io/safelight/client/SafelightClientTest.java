package io.safelight.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafelightClientTest {
  private final List<Duration> pauses = new CopyOnWriteArrayList<>();
  private final List<ExchangeObserver.Exchange> exchanges = new CopyOnWriteArrayList<>();
  private FakeServer server;
  private SafelightClient client;

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
    client = new SafelightClient(server.uri(), "token", exchanges::add, RetryPolicy.DEFAULT, pauses::add);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void waiting_asks_as_seldom_as_the_server_wants() throws Exception {
    server.process("{\"state\":\"pending\",\"check_after_secs\":2}");
    server.process("{\"state\":\"in_progress\",\"check_after_secs\":9,\"progress_percent\":40}");
    server.process("{\"state\":\"succeeded\",\"progress_percent\":100}");
    var percents = new ArrayList<Integer>();
    MediaStatus end =
        client.waitUntilFinished(
            client.complete("12"), status -> percents.add(status.progressPercent()));
    assertThat(end.state()).isEqualTo(MediaStatus.State.SUCCEEDED);
    assertThat(pauses).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(9));
    assertThat(percents).containsExactly(40, 100);
  }

  @Test
  void a_failure_says_why() throws Exception {
    server.process(
        "{\"state\":\"failed\",\"progress_percent\":12,"
            + "\"error\":{\"code\":3,\"name\":\"UnsupportedMedia\",\"message\":\"too long\",\"reason\":\"x\"}}");
    assertThat(client.status("12").error())
        .contains(new MediaStatus.Problem(3, "UnsupportedMedia", "too long"));
  }

  @Test
  void an_answer_without_processing_info_is_ready() throws Exception {
    assertThat(client.complete("12").state()).isEqualTo(MediaStatus.State.SUCCEEDED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"errors\":[{\"code\":324,\"message\":\"Not valid video\"}]} | 324 | Not valid video",
        "{\"request\":\"/upload.json\",\"error\":\"media type unrecognized.\"} | 0 | media type unrecognized.",
        "{\"title\":\"Forbidden\",\"detail\":\"No scope.\"} | 0 | No scope.",
        "<html>bad gateway</html> | 0 | The server answered with HTTP status 400 and none of Safelight's errors;"
            + " it may be another server, or a proxy.",
        "'' | 0 | The server answered with HTTP status 400 and none of Safelight's errors; it may be another server,"
            + " or a proxy."
      })
  void every_shape_of_error_is_understood(String body, int code, String message) {
    server.plan("STATUS", new FakeServer.Answer(400, body, Map.of()));
    assertThatExceptionOfType(RequestFailedException.class)
        .isThrownBy(() -> client.status("12"))
        .withMessage(message)
        .satisfies(e -> assertThat(e.code()).isEqualTo(code))
        .satisfies(e -> assertThat(e.status()).isEqualTo(400));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"errors\":[{\"code\":32,\"message\":\"No.\",\"hint\":\"Sign.\"}]}",
      "{\"error\":\"No.\",\"hint\":\"Sign.\"}"})
  void a_hint_of_the_server_is_kept(String body) {
    server.plan("STATUS", new FakeServer.Answer(401, body, Map.of()));
    assertThatExceptionOfType(RequestFailedException.class)
        .isThrownBy(() -> client.status("12"))
        .satisfies(e -> assertThat(e.hint()).isEqualTo("Sign."));
  }

  @Test
  void a_server_that_stays_busy_is_given_up_in_the_end() {
    var busy = new FakeServer.Answer(503, "{\"errors\":[{\"code\":130,\"message\":\"Over capacity\"}]}", Map.of());
    for (int i = 0; i < RetryPolicy.DEFAULT.attempts(); i++) {
      server.plan("STATUS", busy);
    }
    assertThatExceptionOfType(RequestFailedException.class)
        .isThrownBy(() -> client.status("12"))
        .withMessage("Over capacity");
    assertThat(pauses).hasSize(RetryPolicy.DEFAULT.attempts() - 1);
  }

  @Test
  void a_server_that_never_answered_is_given_up_at_once_but_one_that_did_may_be_starting_again() throws Exception {
    client.status("12");
    server.close();
    assertThatExceptionOfType(ServerUnreachableException.class).isThrownBy(() -> client.status("12"));
    assertThat(pauses).hasSizeGreaterThan(1);
    pauses.clear();
    try (var stranger = new SafelightClient(server.uri(), "token", exchanges::add, RetryPolicy.DEFAULT, pauses::add)) {
      assertThatExceptionOfType(ServerUnreachableException.class).isThrownBy(() -> stranger.status("12"));
    }
    assertThat(pauses).isEmpty();
  }

  @Test
  void a_post_is_not_sent_twice() {
    server.plan("/1.1/statuses/update.json", FakeServer.Answer.LOST);
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> client.post("hello", List.of("12")));
    assertThat(server.log()).containsExactly("/1.1/statuses/update.json");
  }

  @ParameterizedTest
  @ValueSource(ints = {502, 503, 504})
  void what_may_have_been_done_although_a_proxy_says_otherwise_is_not_sent_twice(int status) {
    var lost = new FakeServer.Answer(status, "<html>no answer from upstream</html>", Map.of());
    server.plan("INIT", lost);
    server.plan("/1.1/statuses/update.json", lost);
    assertThatExceptionOfType(RequestFailedException.class)
        .isThrownBy(() -> client.init(5, "video/mp4", "tweet_video"))
        .satisfies(e -> assertThat(e.status()).isEqualTo(status));
    assertThatExceptionOfType(RequestFailedException.class).isThrownBy(() -> client.post("hello", List.of("12")));
    assertThat(server.log()).containsExactly("INIT", "/1.1/statuses/update.json");
  }

  @ParameterizedTest
  @CsvSource({"429, ''", "429, 3", "503, 3"})
  void what_was_refused_for_now_is_sent_again_whatever_it_is(int status, String retryAfter) throws Exception {
    Map<String, String> headers = retryAfter.isEmpty() ? Map.of() : Map.of("Retry-After", retryAfter);
    server.plan("INIT", new FakeServer.Answer(status, "", headers));
    client.init(5, "video/mp4", "tweet_video");
    assertThat(server.log()).containsExactly("INIT", "INIT");
  }

  @Test
  void a_gateway_that_lost_the_answer_to_a_segment_is_asked_again(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("segment"), "abc");
    server.plan("APPEND 0", new FakeServer.Answer(504, "", Map.of()));
    try (FileChannel channel = FileChannel.open(file)) {
      client.append("12", 0, channel, 0, 3, bytes -> {});
    }
    assertThat(server.log()).containsExactly("APPEND 0", "APPEND 0");
    assertThat(server.received()).asString(UTF_8).isEqualTo("abc");
  }

  @Test
  void an_empty_segment_can_be_sent(@TempDir Path folder) throws Exception {
    Path file = Files.createFile(folder.resolve("empty"));
    try (FileChannel channel = FileChannel.open(file)) {
      client.append("12", 0, channel, 0, 0, bytes -> {});
    }
    assertThat(server.log()).containsExactly("APPEND 0");
    assertThat(server.received()).isEmpty();
  }

  @Test
  void an_observer_sees_what_was_sent_and_answered() throws Exception {
    client.init(5, "video/mp4", "tweet_video");
    assertThat(exchanges).hasSize(1);
    assertThat(exchanges.getFirst().method()).isEqualTo("POST");
    assertThat(exchanges.getFirst().sent())
        .isEqualTo("command=INIT total_bytes=5 media_type=video/mp4 media_category=tweet_video");
    assertThat(exchanges.getFirst().status()).isEqualTo(202);
    assertThat(exchanges.getFirst().body()).contains("media_id_string");
  }

  @Test
  void a_post_lists_the_variants_of_its_video() throws Exception {
    server.plan(
        "/1.1/statuses/show/7.json",
        new FakeServer.Answer(
            200,
            """
            {"id_str":"7","text":"hello","extended_entities":{"media":[{"id_str":"12","type":"video",
            "media_url_https":"http://h/p.jpg","video_info":{"variants":[{"content_type":"video/mp4","bitrate":832000,
            "url":"http://h/v.mp4"}]}}]}}
            """,
            Map.of()));
    Post post = client.show("7");
    assertThat(post.media())
        .containsExactly(
            new Post.Media(
                "12", "video", "http://h/p.jpg", List.of(new Post.Variant("video/mp4", 832000L, "http://h/v.mp4"))));
  }
}
