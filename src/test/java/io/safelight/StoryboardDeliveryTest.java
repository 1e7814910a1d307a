package io.safelight;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.testmedia.StoryboardCue;
import io.safelight.testmedia.TestMedia;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A storyboard over HTTP, fetched as players do: they know the address of the WebVTT file alone. */
class StoryboardDeliveryTest {
  @TempDir Path data;
  private final HttpClient http = HttpClient.newHttpClient();

  @ParameterizedTest
  @ValueSource(strings = {"tweet_video", "dm_video"})
  void a_player_that_is_given_the_index_alone_finds_every_picture(String category) throws Exception {
    boolean isPrivate = category.equals("dm_video");
    String token = Safelight.createUser(data, "story").bearerToken();
    Map<String, String> settings =
        Map.of("processing.ladder", "none", "processing.hls", "false", "processing.storyboard-interval", "100ms");
    try (Safelight server = TestSafelight.start(data, settings)) {
      URI index = URI.create(storyboardUrl(new UploadCalls(server.port(), token), category));

      HttpResponse<byte[]> answer = get(index);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type")).contains("text/vtt");
      assertThat(answer.headers().firstValue("Cache-Control").orElseThrow())
          .startsWith(isPrivate ? "private, no-store" : "public, max-age=");
      List<StoryboardCue> cues = StoryboardCue.parse(new String(answer.body(), StandardCharsets.US_ASCII));
      assertThat(cues).hasSizeGreaterThan(5);
      assertThat(cues).extracting(StoryboardCue::file).containsOnly(cues.getFirst().file());

      URI sprite = index.resolve(cues.getFirst().file());
      HttpResponse<byte[]> picture = get(sprite);
      assertThat(picture.statusCode()).isEqualTo(200);
      assertThat(picture.headers().firstValue("Content-Type")).contains("image/jpeg");
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture.body()));
      Rectangle whole = new Rectangle(image.getWidth(), image.getHeight());
      assertThat(cues).allMatch(cue -> whole.contains(cue.place()));

      int unsigned = isPrivate ? 404 : 200;
      assertThat(get(index.resolve("storyboard.vtt")).statusCode()).isEqualTo(unsigned);
      assertThat(get(index.resolve("storyboard.jpg")).statusCode()).isEqualTo(unsigned);
      if (isPrivate) {
        assertThat(sprite.getQuery()).isNotEqualTo(index.getQuery());
        assertThat(get(index.resolve("storyboard.jpg?" + index.getRawQuery())).statusCode()).isEqualTo(404);
      }
    }
  }

  private static String storyboardUrl(UploadCalls calls, String category) throws Exception {
    byte[] video = Files.readAllBytes(TestMedia.mp4(1, 96, 64, 10));
    String id = calls.init(video.length, category);
    assertThat(calls.append(id, 0, video)).isTrue();
    assertThat(calls.complete(id)).isTrue();
    assertThat(calls.awaitFinished(id).at("/processing_info/state").asString()).isEqualTo("succeeded");
    calls.awaitComplete(id);
    JsonNode info = UploadCalls.json(calls.post(id)).at("/extended_entities/media/0/video_info");
    assertThat(info.path("variants")).as("X's clients choose among videos alone").hasSize(1);
    return info.path("storyboard_url").asString();
  }

  private HttpResponse<byte[]> get(URI url) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofByteArray());
  }
}
