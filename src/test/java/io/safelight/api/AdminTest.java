package io.safelight.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.api.ApiClient.Answer;
import io.safelight.api.ApiClient.Content;
import io.safelight.media.MediaId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class AdminTest {
  @RegisterExtension static final ApiServer server = new ApiServer();

  private final ApiClient user = server.user();

  @Test
  void a_kept_media_does_not_expire_until_it_is_released() {
    MediaId id = user.ready("video/mp4", "tweet_video");

    Answer kept = admin("POST", id + "/keep?screen_name=" + user.account().screenName(), Optional.empty());

    assertThat(kept.status()).as(kept.text()).isEqualTo(200);
    assertThat(kept.members()).containsExactly("media_id_string", "media_category", "kept", "variants_complete", "blurhash", "variants");
    assertThat(kept.json().path("variants").path(0).propertyNames())
        .containsExactly("name", "content_type", "size", "width", "height", "bitrate", "url");
    assertThat(kept.json().path("variants").path(0).path("url").asString()).startsWith(server.base() + "/media/");
    server.advance(Duration.ofDays(30));
    assertThat(user.status(id).json().has("expires_after_secs")).isFalse();

    assertThat(admin("DELETE", id + "/keep", Optional.empty()).status()).isEqualTo(204);
    assertThat(user.status(id).json().path("expires_after_secs").asLong()).isEqualTo(86_400);
  }

  @Test
  void the_user_may_be_named_by_id_in_a_form_or_json() {
    String userId = user.account().userId();

    assertThat(keep(user.ready("image/jpeg", "tweet_image"), ApiClient.form("user_id", userId)).status()).isEqualTo(200);
    assertThat(keep(user.ready("image/jpeg", "tweet_image"), ApiClient.json("{\"user_id\":" + userId + "}")).status())
        .isEqualTo(200);
    assertThat(keep(user.ready("image/jpeg", "tweet_image"), ApiClient.json("{\"user_id\":\"" + userId + "\"}")).status())
        .isEqualTo(200);
  }

  @Test
  void two_different_users_are_none() {
    String path = user.ready("image/jpeg", "tweet_image") + "/keep?user_id=" + user.account().userId();

    Answer twoUsers = admin("POST", path, Optional.of(ApiClient.form("user_id", server.user().account().userId())));
    Answer sameTwice = admin("POST", path, Optional.of(ApiClient.form("user_id", user.account().userId())));

    assertThat(twoUsers.status()).isEqualTo(400);
    assertThat(twoUsers.json().path("error").path("parameter").asString()).isEqualTo("user_id");
    assertThat(sameTwice.status()).isEqualTo(200);
  }

  @Test
  void the_gate_of_a_post_holds_here_as_well() {
    MediaId unfinished = user.uploaded("video/mp4", "tweet_video");
    server.advance(ApiServer.SYNC_WAIT);

    Answer notReady = keep(unfinished, ApiClient.form("user_id", user.account().userId()));
    Answer foreign = keep(unfinished, ApiClient.form("user_id", server.user().account().userId()));

    assertThat(notReady.status()).isEqualTo(400);
    assertThat(notReady.json().path("error").path("code").asString()).isEqualTo("media_not_ready");
    assertThat(notReady.json().path("error").path("message").asString()).startsWith("Not valid video");
    assertThat(notReady.header("retry-after")).isNotEmpty();
    assertThat(foreign.status()).isEqualTo(404);
    assertThat(foreign.json().path("error").path("code").asString()).isEqualTo("not_found");
  }

  @Test
  void a_media_finalized_a_moment_ago_is_waited_for_as_a_post_does() throws Exception {
    MediaId id = user.uploaded("video/mp4", "tweet_video");
    Content body = ApiClient.form("user_id", user.account().userId());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Answer> kept = threads.submit(() -> keep(id, body));
      while (!kept.isDone() && !metrics().contains("http_server_requests_active 2.0")) {
        Thread.onSpinWait();
      }

      server.worker().claimAll();
      server.worker().succeed(id);

      assertThat(kept.get().status()).as(kept.get().text()).isEqualTo(200);
    }
  }

  private String metrics() {
    return user.send("GET", "/metrics", Optional.empty(), "").text();
  }

  @Test
  void only_the_administrator_passes() {
    MediaId id = user.ready("image/jpeg", "tweet_image");
    String path = "/safelight/v1/media/" + id + "/keep?user_id=" + user.account().userId();

    assertThat(user.post(path).status()).isEqualTo(401);
    assertThat(user.send("POST", path, Optional.empty(), "").status()).isEqualTo(400);
  }

  @Test
  void a_missing_or_unknown_user_or_media_is_named() {
    MediaId id = user.ready("image/jpeg", "tweet_image");

    assertThat(admin("POST", id + "/keep", Optional.empty()).json().path("error").path("message").asString())
        .contains("user_id or screen_name");
    assertThat(keep(id, ApiClient.form("screen_name", "nobody_here")).status()).isEqualTo(400);
    assertThat(keep(id, ApiClient.multipart()).status()).isEqualTo(400);
    assertThat(admin("POST", "abc/keep?user_id=1", Optional.empty()).status()).isEqualTo(404);
    assertThat(admin("DELETE", "42/keep", Optional.empty()).status()).isEqualTo(404);
  }

  @Test
  void health_and_metrics_need_no_credentials() {
    assertThat(user.send("GET", "/health/live", Optional.empty(), "").text()).isEqualTo("{\"status\":\"up\"}");
    JsonNode ready = user.send("GET", "/health/ready", Optional.empty(), "").json();
    assertThat(ready.path("status").asString()).isEqualTo("up");
    assertThat(ready.path("checks"))
        .extracting(check -> check.path("name").asString() + " " + check.path("status").asString())
        .containsExactly("store up", "disk up", "ffmpeg up");
    Answer metrics = user.send("GET", "/metrics", Optional.empty(), "");
    assertThat(metrics.status()).isEqualTo(200);
    assertThat(metrics.header("content-type")).startsWith("text/plain");
    assertThat(metrics.text()).contains("# TYPE");
  }

  private Answer keep(MediaId id, Content body) {
    return admin("POST", id + "/keep", Optional.of(body));
  }

  private Answer admin(String method, String rest, Optional<Content> body) {
    return user.send(method, "/safelight/v1/media/" + rest, body, "Bearer " + ApiServer.ADMIN_KEY);
  }
}
