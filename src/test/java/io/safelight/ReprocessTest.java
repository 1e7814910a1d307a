package io.safelight;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.cli.CommandRun;
import io.safelight.testmedia.TestMedia;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code reprocess}, beside whole servers and without one. */
class ReprocessTest {
  private static final Map<String, String> KEEPING =
      Map.of("processing.keep-source", "true", "processing.ladder", "240p:300k");

  private final HttpClient http = HttpClient.newHttpClient();
  @TempDir Path data;

  @Test
  void the_sizes_of_a_posted_video_are_made_again_under_new_names() throws Exception {
    String token = Safelight.createUser(data, "alice").bearerToken();
    try (Safelight server = TestSafelight.start(data, KEEPING)) {
      var calls = new UploadCalls(server.port(), token);
      String mediaId = upload(calls);
      calls.awaitComplete(mediaId);
      List<String> before = urls(calls, mediaId);
      assertThat(before).extracting(ReprocessTest::file).containsExactly("360p.mp4", "master.m3u8", "240p.mp4");

      CommandRun run = reprocess(mediaId, "12", "--ladder", "180p:200k");
      assertThat(run.out())
          .isEqualTo(
              mediaId + " queued\n12 skipped: there is no such media; it may have expired\n1 queued, 1 skipped\n");
      assertThat(run.status()).isEqualTo(1);
      assertThat(calls.status(mediaId).at("/processing_info/state").asString()).isEqualTo("succeeded");
      calls.awaitComplete(mediaId);

      List<String> after = urls(calls, mediaId);
      assertThat(after).extracting(ReprocessTest::file).containsExactly("360p.mp4", "master.m3u8", "180p.mp4");
      assertThat(after.getFirst()).isEqualTo(before.getFirst());
      assertThat(after.get(1)).isNotEqualTo(before.get(1));
      assertThat(get(before.get(1)).statusCode()).as("what was replaced").isEqualTo(404);
      HttpResponse<String> master = get(after.get(1));
      List<String> names = master.body().lines().filter(line -> line.endsWith(".m3u8")).toList();
      assertThat(names).hasSize(2).allSatisfy(name -> {
        URI rendition = URI.create(after.get(1)).resolve(name);
        HttpResponse<String> playlist = get(rendition.toString());
        assertThat(playlist.statusCode()).isEqualTo(200);
        assertThat(playlist.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");
        String part = playlist.body().lines().filter(line -> line.endsWith(".mp4")).findFirst().orElseThrow();
        assertThat(get(rendition.resolve(part).toString()).statusCode()).isEqualTo(200);
      });
    }
  }

  @Test
  void a_job_waits_for_the_server_and_outlives_its_restarts() throws Exception {
    String token = Safelight.createUser(data, "alice").bearerToken();
    String mediaId;
    try (Safelight server = TestSafelight.start(data, KEEPING)) {
      var calls = new UploadCalls(server.port(), token);
      mediaId = upload(calls);
      calls.awaitComplete(mediaId);
    }
    assertThat(reprocess("--all", "--ladder", "180p:200k").out()).isEqualTo("1 queued, 0 skipped\n");
    assertThat(reprocess("--all", "--ladder", "180p:200k").out())
        .isEqualTo("1 skipped: it is queued with this ladder already\n0 queued, 1 skipped\n");

    StoppedFfmpeg running;
    try (Safelight _ = TestSafelight.start(data, KEEPING)) {
      running = StoppedFfmpeg.first();
    }
    assertThat(running.isAlive()).isFalse();
    try (Safelight server = TestSafelight.start(data, KEEPING)) {
      var calls = new UploadCalls(server.port(), token);
      calls.awaitComplete(mediaId);
      assertThat(urls(calls, mediaId)).extracting(ReprocessTest::file).contains("180p.mp4").doesNotContain("240p.mp4");
    }
  }

  @Test
  void a_failing_one_leaves_the_media_and_a_failed_media_gets_another_try() throws Exception {
    String token = Safelight.createUser(data, "alice").bearerToken();
    Map<String, String> strict =
        Map.of(
            "processing.keep-source", "true",
            "processing.max-failures", "1",
            "limits.video-max-duration", "1s",
            "limits.sync-video-max-duration", "1s");
    String good;
    List<String> files;
    try (Safelight server = TestSafelight.start(data, KEEPING)) {
      var calls = new UploadCalls(server.port(), token);
      good = upload(calls);
      calls.awaitComplete(good);
      files = files(calls, good);
    }
    String refused;
    try (Safelight server = TestSafelight.start(data, strict)) {
      var calls = new UploadCalls(server.port(), token);
      assertThat(reprocess(good, "--ladder", "none").status()).isZero();
      calls.awaitComplete(good);
      assertThat(files(calls, good)).isEqualTo(files);

      refused = upload(calls);
      assertThat(calls.status(refused).at("/processing_info/error/reason").asString()).isEqualTo("duration_too_long");
    }
    assertThat(reprocess("--failed").out()).isEqualTo("1 queued, 0 skipped\n");
    try (Safelight server = TestSafelight.start(data, KEEPING)) {
      var calls = new UploadCalls(server.port(), token);
      JsonNode end = calls.awaitComplete(refused);
      assertThat(end.at("/processing_info/state").asString()).isEqualTo("succeeded");
      assertThat(files(calls, refused)).isEqualTo(files);
    }
  }

  @Test
  void without_the_upload_there_is_nothing_to_make_anything_from() throws Exception {
    String token = Safelight.createUser(data, "alice").bearerToken();
    Map<String, String> firstJobOnly =
        Map.of("processing.ladder", "none", "processing.hls", "false", "processing.storyboard", "false");
    try (Safelight server = TestSafelight.start(data, firstJobOnly)) {
      String mediaId = upload(new UploadCalls(server.port(), token));
      CommandRun run = reprocess(mediaId);
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.out())
          .isEqualTo(
              mediaId
                  + " skipped: what was uploaded is not kept; processing.keep-source and processing.keep-failed say what of uploads"
                  + " to come will be\n"
                  + "0 queued, 1 skipped\n");
    }
  }

  private CommandRun reprocess(String... words) {
    return CommandRun.of(
        Stream.concat(Stream.of("reprocess", "--data", data.toString()), Stream.of(words)).toArray(String[]::new));
  }

  private static String upload(UploadCalls calls) throws IOException, InterruptedException {
    byte[] video = Files.readAllBytes(TestMedia.mp4());
    String mediaId = calls.init(video.length);
    assertThat(calls.append(mediaId, 0, video)).isTrue();
    assertThat(calls.complete(mediaId)).isTrue();
    calls.awaitFinished(mediaId);
    return mediaId;
  }

  /** The URLs of what plays, as a new post tells them. */
  private static List<String> urls(UploadCalls calls, String mediaId) throws IOException, InterruptedException {
    JsonNode variants = UploadCalls.json(calls.post(mediaId)).at("/extended_entities/media/0/video_info/variants");
    return variants.valueStream().map(variant -> variant.required("url").asString()).toList();
  }

  private static List<String> files(UploadCalls calls, String mediaId) throws IOException, InterruptedException {
    return urls(calls, mediaId).stream().map(ReprocessTest::file).toList();
  }

  private static String file(String url) {
    return url.substring(url.lastIndexOf('/') + 1);
  }

  private HttpResponse<String> get(String url) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
  }
}
