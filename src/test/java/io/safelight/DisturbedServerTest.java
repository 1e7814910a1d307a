package io.safelight;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.blob.DurableFiles;
import io.safelight.blob.FullDisk;
import io.safelight.testmedia.TestMedia;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A good video ends in succeeded, whatever happens to the server and to its ffmpeg. */
class DisturbedServerTest {
  private static final int SEGMENT = 4 << 20;
  /** A single failure that was counted would end the media in failed. */
  private static final Map<String, String> NO_SECOND_CHANCE = Map.of("processing.max-failures", "1");

  @TempDir Path data;

  @Test
  void an_ffmpeg_that_is_killed_costs_only_time() throws Exception {
    Path video = TestMedia.mp4FullHd();
    String token = Safelight.createUser(data, "alice").bearerToken();
    try (Safelight server = TestSafelight.start(data, NO_SECOND_CHANCE)) {
      var api = new UploadCalls(server.port(), token);
      String mediaId = upload(api, video);
      StoppedFfmpeg.first().kill();

      assertThat(api.awaitFinished(mediaId).at("/processing_info/state").asString()).isEqualTo("succeeded");
    }
  }

  @Test
  void a_server_that_is_asked_to_end_hands_its_job_to_the_next() throws Exception {
    Path video = TestMedia.mp4FullHd();
    String token = Safelight.createUser(data, "alice").bearerToken();
    String mediaId;
    StoppedFfmpeg running;
    try (ServeProcess server = ServeProcess.start(data, NO_SECOND_CHANCE)) {
      mediaId = upload(new UploadCalls(server.port(), token), video);
      running = StoppedFfmpeg.firstOf(server.handle());
      assertThat(server.end()).as("ended by SIGTERM").isEqualTo(128 + 15);
    }

    assertThat(running.isAlive()).isFalse();
    assertThat(data.resolve("jobs")).isEmptyDirectory();
    try (Safelight next = TestSafelight.start(data, NO_SECOND_CHANCE)) {
      var api = new UploadCalls(next.port(), token);
      assertThat(api.awaitFinished(mediaId).at("/processing_info/state").asString()).isEqualTo("succeeded");
    }
  }

  @Test
  void a_full_disk_refuses_a_segment_and_takes_it_when_there_is_room() throws Exception {
    byte[] video = Files.readAllBytes(TestMedia.mp4());
    String token = Safelight.createUser(data, "alice").bearerToken();
    var disk = new FullDisk();
    disk.makeRoom();
    var foundation =
        new Foundation() {
          @Override
          DurableFiles durableFiles() {
            return disk;
          }
        };
    try (Safelight server = TestSafelight.start(data, Map.of(), foundation)) {
      var api = new UploadCalls(server.port(), token);
      String mediaId = api.init(video.length);
      assertThat(api.append(mediaId, 0, Arrays.copyOf(video, 1000))).isTrue();
      disk.fill();

      HttpResponse<String> refused = api.sendSegment(mediaId, 1, Arrays.copyOfRange(video, 1000, video.length));

      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      assertThat(data.resolve("tmp")).isEmptyDirectory();
      assertThat(api.status(mediaId).at("/processing_info/upload/bytes_received").asInt()).isEqualTo(1000);

      disk.makeRoom();
      assertThat(api.append(mediaId, 1, Arrays.copyOfRange(video, 1000, video.length))).isTrue();
      assertThat(api.complete(mediaId)).isTrue();
      assertThat(api.awaitFinished(mediaId).at("/processing_info/state").asString()).isEqualTo("succeeded");
    }
  }

  @Test
  void a_segment_that_is_refused_is_told_so_although_its_bytes_cannot_be_removed() throws Exception {
    String token = Safelight.createUser(data, "alice").bearerToken();
    Path blobs = data.resolve("blobs");
    var stuck = new AtomicBoolean();
    var foundation =
        new Foundation() {
          @Override
          DurableFiles durableFiles() {
            return new DurableFiles() {
              @Override
              public void unlink(Path name) throws IOException {
                if (stuck.get() && name.startsWith(blobs)) {
                  throw new IOException(name + ": Input/output error");
                }
                super.unlink(name);
              }
            };
          }
        };
    try (Safelight server = TestSafelight.start(data, Map.of(), foundation)) {
      var api = new UploadCalls(server.port(), token);
      String mediaId = api.init(1000);
      stuck.set(true);

      HttpResponse<String> refused = api.sendSegment(mediaId, 0, new byte[1001]);

      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
      assertThat(refused.body()).contains("Segments add up to more").doesNotContain("Input/output");
    }
  }

  private static String upload(UploadCalls api, Path file) throws IOException, InterruptedException {
    byte[] video = Files.readAllBytes(file);
    String mediaId = api.init(video.length);
    for (int index = 0; index * SEGMENT < video.length; index++) {
      byte[] segment = Arrays.copyOfRange(video, index * SEGMENT, Math.min(video.length, (index + 1) * SEGMENT));
      assertThat(api.append(mediaId, index, segment)).isTrue();
    }
    assertThat(api.complete(mediaId)).isTrue();
    return mediaId;
  }
}
