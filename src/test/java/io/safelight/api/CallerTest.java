package io.safelight.api;

import static io.safelight.api.ApiClient.UPLOAD;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.scribejava.core.model.OAuthRequest;
import com.github.scribejava.core.model.Verb;
import io.safelight.api.ApiClient.Answer;
import io.safelight.api.ApiClient.Content;
import io.safelight.api.ApiClient.Part;
import io.safelight.auth.NewAccount;
import io.safelight.auth.ScribeSigner;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who calls. */
class CallerTest {
  @RegisterExtension static final ApiServer server = new ApiServer();

  private final NewAccount account = server.account();
  private final ApiClient user = server.client(account);
  private final ScribeSigner signer = new ScribeSigner(account, server::now);

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
