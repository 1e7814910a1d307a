package io.safelight.api;

import static io.safelight.api.ApiClient.UPLOAD;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.api.ApiClient.Answer;
import io.safelight.api.ApiClient.Content;
import io.safelight.config.RateLimitConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often somebody may call, and what each answer says about it. */
class RateLimitTest {
  @RegisterExtension static final ApiServer server = new ApiServer();
  @RegisterExtension static final ApiServer limited = new ApiServer(RateLimitConfig.Preset.X);
  @RegisterExtension static final ApiServer broken = new ApiServer();
  @RegisterExtension static final ApiServer unlimited = new ApiServer(RateLimitConfig.Preset.OFF);

  private final ApiClient user = server.user();

  @Test
  void every_answer_to_a_known_user_says_how_he_stands_errors_too() {
    Answer unknownMedia = user.get(UPLOAD + "?command=STATUS&media_id=42");
    Answer wrongCommand = user.get(UPLOAD + "?command=no");
    Answer badBody = user.post(UPLOAD, new Content("multipart/form-data; boundary=x", new byte[] {1, 2, 3}));

    assertThat(unknownMedia.header("x-rate-limit-remaining")).isEqualTo("999999");
    assertThat(wrongCommand.header("x-rate-limit-remaining")).isEqualTo("999998");
    assertThat(badBody.status()).isEqualTo(400);
    assertThat(badBody.header("x-rate-limit-limit")).isEqualTo("1000000");
  }

  @Test
  void a_store_that_fails_in_the_midst_of_a_call_hides_nothing_of_how_the_user_stands() {
    ApiClient known = broken.user();
    known.get(UPLOAD + "?command=STATUS&media_id=42");
    known.get("/2/media/upload?media_id=42");
    broken.breakStore();

    Answer v1 = known.get(UPLOAD + "?command=STATUS&media_id=43");
    Answer v2 = known.get("/2/media/upload?media_id=43");

    assertThat(v1.status()).isEqualTo(503);
    assertThat(v1.code()).isEqualTo(130);
    assertThat(v1.header("retry-after")).isEqualTo("1");
    assertThat(v1.header("x-rate-limit-remaining")).isEqualTo("999998");
    assertThat(v1.header("x-access-level")).isNotEmpty();
    assertThat(v2.status()).isEqualTo(503);
    assertThat(v2.header("x-rate-limit-remaining")).isEqualTo("999998");

    Answer stranger = known.send("GET", "/2/media/upload?media_id=43", Optional.empty(), "Bearer nobody");
    assertThat(stranger.status()).isEqualTo(503);
    assertThat(remaining(stranger)).isEqualTo(999_999);
    assertThat(stranger.headers().allValues("retry-after")).containsExactly("1");
  }

  @Test
  void with_the_numbers_of_x_a_user_runs_out_of_videos_before_images() {
    ApiClient other = limited.user();
    Content video = ApiClient.form("command", "INIT", "media_type", "video/mp4", "total_bytes", "1");
    for (int i = 0; i < 100; i++) {
      other.post(UPLOAD, video);
    }
    Answer quota = other.post(UPLOAD, video);
    assertThat(quota.status()).isEqualTo(403);
    assertThat(quota.json().path("reason").asString()).isEqualTo("quota_exceeded");
    assertThat(quota.header("x-rate-limit-limit")).isEqualTo("200");
    for (int i = 0; i < 99; i++) {
      other.post(UPLOAD, video);
    }

    Answer refused = other.post(UPLOAD, video);
    Answer image = other.post(UPLOAD, ApiClient.form("command", "INIT", "media_type", "image/png", "total_bytes", "1"));

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.code()).isEqualTo(88);
    assertThat(refused.message()).isEqualTo("Rate limit exceeded");
    assertThat(refused.header("x-rate-limit-remaining")).isEqualTo("0");
    assertThat(refused.header("retry-after")).isEqualTo("3600");
    assertThat(image.header("x-rate-limit-limit")).isEqualTo("415");
    assertThat(limited.user().post(UPLOAD, video).status()).isEqualTo(202);
    limited.advance(Duration.ofHours(1));
    assertThat(other.post(UPLOAD, video).status()).isNotEqualTo(429);
  }

  @Test
  void v2_says_it_in_a_problem_document() {
    ApiClient other = limited.user();
    for (int i = 0; i < 100; i++) {
      other.post("/2/tweets", ApiClient.json("{\"text\":\"Hello\"}"));
    }

    Answer answer = other.post("/2/tweets", ApiClient.json("{\"text\":\"Hello\"}"));

    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.json().path("type").asString())
        .isEqualTo("https://api.twitter.com/2/problems/rate-limit-exceeded");
    assertThat(answer.header("x-rate-limit-limit")).isEqualTo("100");
  }

  @Test
  void a_segment_over_the_limit_is_refused_before_its_bytes_have_come() throws IOException {
    ApiClient other = limited.user();
    String path = "/2/media/upload/1/append";
    for (int i = 0; i < 1875; i++) {
      other.post(path, ApiClient.json("{}"));
    }

    try (var socket = new Socket(InetAddress.getLoopbackAddress(), limited.port())) {
      String request =
          "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + other.account().bearerToken()
              + "\r\nContent-Type: multipart/form-data; boundary=limit\r\nContent-Length: 900000\r\n\r\n"
              + "--limit\r\nContent-Disposition: form-data; name=\"media\"\r\n\r\nthe first bytes";
      socket.getOutputStream().write(request.getBytes(UTF_8));
      byte[] beginning = socket.getInputStream().readNBytes("HTTP/1.1 429".length());

      assertThat(new String(beginning, UTF_8)).isEqualTo("HTTP/1.1 429");
    }
  }

  @Test
  void a_segment_counts_once_however_early_it_is_counted() {
    var id = user.init("video/mp4", 8);

    Answer first = user.append(id, 0, new byte[4]);
    Answer second = user.append(id, 1, new byte[4]);

    assertThat(first.header("x-rate-limit-remaining")).isEqualTo("999999");
    assertThat(second.header("x-rate-limit-remaining")).isEqualTo("999998");
  }

  @Test
  void without_limits_there_are_no_headers() {
    Answer answer = unlimited.user().get(UPLOAD + "?command=STATUS&media_id=42");

    assertThat(answer.header("x-rate-limit-limit")).isEmpty();
    assertThat(answer.header("x-access-level")).isNotEmpty();
    assertThat(unlimited.user().get("/2/nowhere").header("x-rate-limit-limit")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /1.1/nowhere.json, 404",
    "GET, /2/nowhere, 404",
    "DELETE, /1.1/media/upload.json, 405",
    "DELETE, /2/media/upload, 405",
    "GET, /1.1//media/upload.json, 400"
  })
  void what_comes_to_no_route_is_counted_on_its_address(String method, String path, int status) {
    Answer first = user.send(method, path, Optional.empty());
    Answer second = user.send(method, path, Optional.empty());

    assertThat(first.status()).isEqualTo(status);
    assertThat(first.header("x-rate-limit-limit")).isEqualTo("1000000");
    assertThat(first.header("x-rate-limit-reset")).isNotEmpty();
    assertThat(remaining(second)).isEqualTo(remaining(first) - 1);
  }

  @ParameterizedTest
  @CsvSource({
    "'', /1.1/statuses/show.json, 400",
    "Bearer nobody, /1.1/statuses/show.json, 401",
    "Bearer nobody, /1.1/media/upload.json, 401",
    "Bearer nobody, /2/media/upload, 401",
    "OAuth nonsense, /2/tweets/1, 401"
  })
  void a_call_of_nobody_is_counted_on_its_address(String authorization, String path, int status) {
    Answer first = user.send("GET", path, Optional.empty(), authorization);
    Answer second = user.send("GET", path, Optional.empty(), authorization);

    assertThat(first.status()).isEqualTo(status);
    assertThat(first.header("x-rate-limit-limit")).isEqualTo("1000000");
    assertThat(remaining(second)).isEqualTo(remaining(first) - 1);
  }

  @Test
  void a_flood_of_calls_of_nobody_ends_in_429_and_shuts_out_no_user() {
    ApiClient known = limited.user();
    for (int i = 0; i < 1875; i++) {
      known.get("/2/nowhere");
    }

    Answer unknownRoute = known.get("/2/nowhere");
    Answer unknownCaller = known.send("GET", "/1.1/statuses/show.json", Optional.empty(), "Bearer nobody");

    assertThat(unknownRoute.status()).isEqualTo(429);
    assertThat(unknownRoute.header("retry-after")).isEqualTo("900");
    assertThat(unknownCaller.status()).isEqualTo(429);
    assertThat(unknownCaller.code()).isEqualTo(88);
    assertThat(unknownCaller.header("x-rate-limit-remaining")).isEqualTo("0");
    assertThat(unknownCaller.headers().allValues("retry-after")).containsExactly("900");
    assertThat(known.get(UPLOAD + "?command=STATUS&media_id=42").status()).isEqualTo(404);
    limited.advance(Duration.ofMinutes(15));
    assertThat(known.get("/2/nowhere").status()).isEqualTo(404);
  }

  @Test
  void who_is_proven_by_the_head_of_a_call_is_charged_also_where_its_body_is_refused() {
    Answer answer = user.post(UPLOAD, new Content("application/x-www-form-urlencoded", "a=%".getBytes(UTF_8)));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(remaining(answer)).isEqualTo(999_999);
    assertThat(answer.header("x-access-level")).isNotEmpty();
  }

  private static int remaining(Answer answer) {
    return Integer.parseInt(answer.header("x-rate-limit-remaining"));
  }
}
