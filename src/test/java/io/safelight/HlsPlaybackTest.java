package io.safelight;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.ffmpeg.FfmpegInstallation;
import io.safelight.testmedia.ProcessingMedia;
import io.safelight.testmedia.TestMedia;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** HLS over HTTP, from the upload to the frames that a player of its own, libavformat's, shows. */
class HlsPlaybackTest {
  private static final int FRAMES = 76;

  @TempDir Path data;
  private final HttpClient http = HttpClient.newHttpClient();

  @ParameterizedTest
  @ValueSource(strings = {"tweet_video", "dm_video"})
  void a_player_that_is_given_the_playlist_alone_plays_every_size(String category) throws Exception {
    String token = Safelight.createUser(data, "hls").bearerToken();
    Map<String, String> settings = Map.of("processing.video-side", "180", "processing.ladder", "90p:300k");
    try (Safelight server = TestSafelight.start(data, settings)) {
      URI master = URI.create(playlist(new UploadCalls(server.port(), token), category).path("url").asString());

      HttpResponse<String> answer = get(master.toString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type")).contains("application/x-mpegURL");
      for (int size = 0; size < 2; size++) {
        assertThat(framesPlayed(master, "0:v:" + size)).isEqualTo(FRAMES);
      }
      assertThat(framesPlayed(master, "0:a:0")).isPositive();

      boolean isPrivate = category.equals("dm_video");
      String part = master.resolve("hls-90p.mp4").toString();
      assertThat(get(part).statusCode()).as("without a signature").isEqualTo(isPrivate ? 404 : 200);
      assertThat(answer.headers().firstValue("Cache-Control").orElseThrow())
          .isEqualTo(isPrivate ? "private, no-store" : "public, no-cache");
    }
  }

  private static JsonNode playlist(UploadCalls calls, String category) throws Exception {
    byte[] video = Files.readAllBytes(ProcessingMedia.mp4WithFlashes());
    String id = calls.init(video.length, category);
    assertThat(calls.append(id, 0, video)).isTrue();
    assertThat(calls.complete(id)).isTrue();
    assertThat(calls.awaitFinished(id).at("/processing_info/state").asString()).isEqualTo("succeeded");
    calls.awaitComplete(id);
    JsonNode variants = UploadCalls.json(calls.post(id)).at("/extended_entities/media/0/video_info/variants");
    JsonNode playlist =
        variants
            .valueStream()
            .filter(variant -> variant.path("content_type").asString().equals("application/x-mpegURL"))
            .findFirst()
            .orElseThrow();
    assertThat(playlist.has("bitrate")).isFalse();
    assertThat(variants.valueStream().filter(variant -> variant.has("bitrate"))).as("%s", variants).hasSize(2);
    return playlist;
  }

  private HttpResponse<String> get(String url) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString(ISO_8859_1));
  }

  /** Plays one stream to its end. */
  private static long framesPlayed(URI playlist, String stream) throws IOException {
    FfmpegInstallation installation = TestMedia.installation();
    ProcessBuilder builder =
        new ProcessBuilder(
                installation.ffmpeg().toString(), "-v", "error", "-xerror", "-i", playlist.toString(), "-map", stream,
                "-f", "framehash", "-")
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(installation.environment());
    String hashes = new String(builder.start().getInputStream().readAllBytes(), ISO_8859_1);
    return hashes.lines().filter(line -> !line.startsWith("#")).count();
  }
}
