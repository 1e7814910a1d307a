package io.safelight;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.cli.CommandRun;
import io.safelight.testmedia.TestMedia;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code media delete}, beside whole servers and without one. */
class MediaDeleteTest {
  private static final int SEGMENT = 4 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path data;
  private final TestClock clock = new TestClock(Instant.now());
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void a_posted_image_goes_only_by_force_and_its_sizes_with_it() throws Exception {
    String token = Safelight.createUser(data, "alice").bearerToken();
    try (Safelight server = start(Map.of())) {
      var calls = new UploadCalls(server.port(), token);
      String mediaId = calls.simpleUpload(Files.readAllBytes(TestMedia.jpeg(1300, 866))).orElseThrow();
      JsonNode post = UploadCalls.json(calls.post(mediaId));
      URI image = URI.create(post.at("/extended_entities/media/0/media_url").asString());
      assertThat(status(image + ":small")).isEqualTo(200);

      CommandRun refused = delete(mediaId);
      assertThat(refused.status()).isEqualTo(1);
      assertThat(refused.err())
          .isEqualTo("Media " + mediaId + " is not deleted: it is in a post. --force deletes it all the same.\n");
      assertThat(status(image.toString())).isEqualTo(200);

      CommandRun deleted = delete(mediaId, "--force");
      assertThat(deleted.status()).isZero();
      String folder = image.getPath().substring(0, image.getPath().lastIndexOf('/') + 1);
      assertThat(deleted.out()).isEqualTo(mediaId + " deleted; nothing below " + folder + " is served any more\n");
      assertThat(deleted.err()).isEqualTo("The running server removes the files within two minutes.\n");
      assertThat(status(image.toString())).isEqualTo(404);
      assertThat(status(image + ":small")).isEqualTo(404);
      await(() -> isUnknown(calls, mediaId));
      JsonNode left = show(server, token, post.required("id_str").asString());
      assertThat(left.required("text").asString()).isEqualTo("hello");
      assertThat(left.has("extended_entities")).isFalse();

      clock.advance(Duration.ofMinutes(2));
      await(() -> isEmpty("blobs") && isEmpty("pictures"));
    }
  }

  @Test
  void without_a_server_the_files_are_gone_at_once() throws Exception {
    String token = Safelight.createUser(data, "alice").bearerToken();
    String mediaId;
    try (Safelight server = start(Map.of())) {
      mediaId = new UploadCalls(server.port(), token).simpleUpload(Files.readAllBytes(TestMedia.png())).orElseThrow();
    }
    assertThat(isEmpty("blobs")).isFalse();

    CommandRun deleted = delete(mediaId, "12", mediaId);
    assertThat(deleted.status()).as("one of them was not there").isEqualTo(1);
    assertThat(deleted.out()).startsWith(mediaId + " deleted;").hasLineCount(1);
    assertThat(deleted.err()).isEqualTo("There is no media 12; it may have expired.\n");
    assertThat(isEmpty("blobs")).isTrue();
    assertThat(delete(mediaId).status()).as("again").isEqualTo(1);
  }

  @Test
  void an_upload_that_is_under_way_cannot_go_on() throws Exception {
    String token = Safelight.createUser(data, "alice").bearerToken();
    try (Safelight server = start(Map.of())) {
      var calls = new UploadCalls(server.port(), token);
      String mediaId = calls.init(2);
      assertThat(calls.append(mediaId, 0, new byte[1])).isTrue();

      assertThat(delete(mediaId).status()).isZero();

      assertThat(calls.sendSegment(mediaId, 1, new byte[1]).statusCode()).isEqualTo(404);
      assertThat(calls.sendComplete(mediaId).statusCode()).isEqualTo(404);
      clock.advance(Duration.ofMinutes(2));
      await(() -> isEmpty("blobs"));
    }
  }

  @Test
  void a_job_ends_with_its_media_and_publishes_nothing() throws Exception {
    String token = Safelight.createUser(data, "alice").bearerToken();
    byte[] video = Files.readAllBytes(TestMedia.mp4FullHd());
    try (Safelight server = start(Map.of("processing.lease", "2s"))) {
      var calls = new UploadCalls(server.port(), token);
      String mediaId = calls.init(video.length);
      for (int index = 0; index * SEGMENT < video.length; index++) {
        int end = Math.min(video.length, (index + 1) * SEGMENT);
        assertThat(calls.append(mediaId, index, Arrays.copyOfRange(video, index * SEGMENT, end))).isTrue();
      }
      assertThat(calls.complete(mediaId)).isTrue();
      StoppedFfmpeg running = StoppedFfmpeg.first();

      assertThat(delete(mediaId).status()).isZero();

      await(() -> !running.isAlive() && isEmpty("jobs"));
      assertThat(isUnknown(calls, mediaId)).isTrue();
      clock.advance(Duration.ofMinutes(2));
      await(() -> isEmpty("blobs"));
    }
  }

  @Test
  void a_folder_that_is_not_there_is_not_made() {
    Path nowhere = data.resolve("nowhere");
    CommandRun run = CommandRun.of("media", "delete", "12", "--data", nowhere.toString());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).isEqualTo("safelight: There is no data folder " + nowhere + "; name it with --data.\n");
    assertThat(nowhere).doesNotExist();
  }

  private CommandRun delete(String... words) {
    return CommandRun.of(
        Stream.of(Stream.of("media", "delete", "--data", data.toString()), Stream.of(words))
            .flatMap(each -> each)
            .toArray(String[]::new));
  }

  private Safelight start(Map<String, String> settings) throws IOException, StartException {
    return TestSafelight.start(
        data,
        settings,
        new Foundation() {
          @Override
          InstantSource clock() {
            return clock;
          }
        });
  }

  private int status(String url) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.discarding()).statusCode();
  }

  private JsonNode show(Safelight server, String token, String postId) throws IOException, InterruptedException {
    URI url = server.uri().resolve("/1.1/statuses/show.json?id=" + postId);
    HttpRequest request = HttpRequest.newBuilder(url).header("Authorization", "Bearer " + token).build();
    return JsonMapper.shared().readTree(http.send(request, BodyHandlers.ofString()).body());
  }

  private static boolean isUnknown(UploadCalls calls, String mediaId) {
    try {
      return calls.status(mediaId).at("/errors/0/code").asInt() == 34;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean isEmpty(String folder) {
    try (Stream<Path> files = Files.walk(data.resolve(folder))) {
      return files.noneMatch(Files::isRegularFile);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it takes too long").isLessThan(end);
      // What is fresh for a second by the server's clock stays so until that moves.
      clock.advance(Duration.ofMillis(200));
      Thread.sleep(100);
    }
  }
}
