package io.safelight.api;

import static io.safelight.api.ApiClient.UPLOAD;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.scribejava.core.model.OAuthRequest;
import com.github.scribejava.core.model.Verb;
import io.safelight.api.ApiClient.Answer;
import io.safelight.api.ApiClient.Content;
import io.safelight.api.ApiClient.Part;
import io.safelight.auth.NewAccount;
import io.safelight.auth.ScribeSigner;
import io.safelight.config.RateLimitConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who calls, and how often he may. */
class CallerTest {
  @RegisterExtension static final ApiServer server = new ApiServer();
  @RegisterExtension static final ApiServer limited = new ApiServer(RateLimitConfig.Preset.X);
  @RegisterExtension static final ApiServer broken = new ApiServer();
  @RegisterExtension static final ApiServer unlimited = new ApiServer(RateLimitConfig.Preset.OFF);

  private final NewAccount account = server.account();
  private final ApiClient user = server.client(account);
  private final ScribeSigner signer = new ScribeSigner(account, server::now);

  // --- authentication ------------------------------------------------------------------------------------------------

  @Test
  void v1_names_each_failure_by_its_code() {
    assertThat(unauthorized("", UPLOAD).text())
        .startsWith("{\"errors\":[{\"code\":215,\"message\":\"Bad Authentication data.\",\"hint\":");
    assertThat(unauthorized("", UPLOAD).status()).isEqualTo(400);
    assertThat(unauthorized("Bearer nobody", UPLOAD).status()).isEqualTo(401);
    assertThat(unauthorized("Bearer nobody", UPLOAD).code()).isEqualTo(89);
    assertThat(unauthorized("Bearer nobody", UPLOAD).header("x-access-level")).isEmpty();
    assertThat(unauthorized("Bearer nobody", UPLOAD).header("status")).isEqualTo("401 Unauthorized");
  }

  @Test
  void v2_answers_a_problem_document() {
    Answer answer = unauthorized("Bearer nobody", "/2/media/upload");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    assertThat(answer.text())
        .startsWith(
            "{\"title\":\"Unauthorized\",\"detail\":\"Invalid or expired token.\",\"type\":\"about:blank\",\"status\":401,");
    assertThat(unauthorized("", "/2/media/upload").status()).isEqualTo(401);
  }

  @Test
  void oauth_1_signs_the_query_of_a_get_in_both_versions() {
    var id = user.init("video/mp4", 4);

    assertThat(signed(Verb.GET, UPLOAD + "?command=STATUS&media_id=" + id, Optional.empty()).status()).isEqualTo(200);
    assertThat(signed(Verb.GET, "/2/media/upload?media_id=" + id, Optional.empty()).status()).isEqualTo(200);
  }

  @Test
  void oauth_1_signs_an_urlencoded_body_with_large_media_in_it() {
    String base64 = Base64.getEncoder().encodeToString(new byte[300_000]);
    var id = user.init("video/mp4", 300_000);
    Content body =
        ApiClient.form("command", "APPEND", "media_id", id.toString(), "segment_index", "0", "media_data", base64);
    var request = new OAuthRequest(Verb.POST, server.base() + UPLOAD);
    request.addBodyParameter("command", "APPEND");
    request.addBodyParameter("media_id", id.toString());
    request.addBodyParameter("segment_index", "0");
    request.addBodyParameter("media_data", base64);

    Answer answer = send(request, UPLOAD, Optional.of(body));
    Answer tampered =
        send(request, UPLOAD, Optional.of(ApiClient.form("command", "APPEND", "media_id", "1", "segment_index", "0")));

    assertThat(answer.status()).as(answer.text()).isEqualTo(204);
    assertThat(tampered.status()).isEqualTo(401);
    assertThat(tampered.code()).isEqualTo(32);
    assertThat(server.unfinishedFiles()).isEmpty();
  }

  @Test
  void oauth_1_signs_nothing_of_a_multipart_or_json_body() {
    var id = user.init("video/mp4", 4);
    Content parts =
        ApiClient.multipart(
            Part.field("command", "APPEND"), Part.field("media_id", id.toString()), Part.field("segment_index", "0"),
            Part.file("media", new byte[4]));

    assertThat(signed(Verb.POST, UPLOAD, Optional.of(parts)).status()).isEqualTo(204);
    assertThat(signed(Verb.POST, "/2/tweets", Optional.of(ApiClient.json("{\"text\":\"Hello\"}"))).status())
        .isEqualTo(201);
  }

  @Test
  void oauth_1_signs_an_urlencoded_body_of_a_get_also_for_a_media_in_memory() {
    var id = user.uploaded("video/mp4", "tweet_video");
    for (String path : new String[] {UPLOAD + "?command=STATUS&media_id=" + id, "/2/media/upload?media_id=" + id}) {
      assertThat(signed(Verb.GET, path, Optional.empty()).status()).isEqualTo(200);
      var request = new OAuthRequest(Verb.GET, server.base() + path);
      request.addBodyParameter("note", "x");

      Answer answer = send(request, path, Optional.of(ApiClient.form("note", "x")));
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }
  }

  // --- rate limits ---------------------------------------------------------------------------------------------------

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
  }

  private Answer unauthorized(String authorization, String path) {
    return user.send("GET", path, Optional.empty(), authorization);
  }

  private Answer signed(Verb verb, String path, Optional<Content> body) {
    return send(new OAuthRequest(verb, server.base() + path), path, body);
  }

  private Answer send(OAuthRequest request, String path, Optional<Content> body) {
    signer.sign(request);
    String authorization = Objects.requireNonNull(request.getHeaders().get("Authorization"));
    return user.send(request.getVerb().name(), path, body, authorization);
  }
}
