package io.safelight;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.testmedia.TestMedia;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The smaller sizes of an image in a whole server, from the first request to the end of the image. */
class SizesLifeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path data;
  private final TestClock clock = new TestClock(Instant.parse("2026-11-22T04:00:00Z"));
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void a_size_outlives_a_restart_and_goes_with_its_image() throws Exception {
    String token = Safelight.createUser(data, "alice").bearerToken();
    String mediaId;
    String postId;
    String path;
    HttpResponse<byte[]> small;
    try (Safelight server = start()) {
      var calls = new UploadCalls(server.port(), token);
      mediaId = calls.simpleUpload(Files.readAllBytes(TestMedia.jpeg(1300, 866))).orElseThrow();
      JsonNode post = JsonMapper.shared().readTree(calls.post(mediaId).body());
      postId = post.required("id_str").asString();
      JsonNode image = post.at("/extended_entities/media/0");
      assertThat(image.at("/sizes/small/w").asInt()).isEqualTo(680);
      path = URI.create(image.required("media_url").asString()).getPath();
      small = get(server, path + ":small");
      assertThat(small.statusCode()).isEqualTo(200);
      assertThat(pictures(mediaId)).hasSize(1);
    }

    try (Safelight server = start()) {
      HttpResponse<byte[]> again = get(server, path + ":small");
      assertThat(again.body()).isEqualTo(small.body());
      assertThat(again.headers().firstValue("ETag")).isEqualTo(small.headers().firstValue("ETag"));

      new UploadCalls(server.port(), token).destroy(postId);
      clock.advance(Duration.ofHours(25));
      assertThat(get(server, path + ":small").statusCode()).isEqualTo(404);
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (pictures(mediaId).length > 0 && System.nanoTime() < end) {
        clock.advance(Duration.ofMinutes(2));
        Thread.sleep(200);
      }
      assertThat(pictures(mediaId)).isEmpty();
    }
  }

  private Safelight start() throws IOException, StartException {
    return TestSafelight.start(
        data,
        Map.of(),
        new Foundation() {
          @Override
          InstantSource clock() {
            return clock;
          }
        });
  }

  private HttpResponse<byte[]> get(Safelight server, String path) throws IOException, InterruptedException {
    URI url = URI.create("http://127.0.0.1:" + server.port() + path);
    return http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofByteArray());
  }

  private String[] pictures(String mediaId) {
    String[] files = data.resolve("pictures").resolve(mediaId).toFile().list();
    return files == null ? new String[0] : files;
  }
}
