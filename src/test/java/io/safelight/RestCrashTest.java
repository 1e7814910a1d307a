package io.safelight;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.media.MediaId;
import io.safelight.testmedia.TestMedia;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A video that is published gets its further variants, whatever is killed while they are made. */
class RestCrashTest {
  /** A single failure that was counted would leave the video with what it has. */
  private static final Map<String, String> NO_SECOND_CHANCE =
      Map.of("processing.ladder", "240p:300k", "processing.max-failures", "1");

  @TempDir Path folder;
  private Path data;

  @BeforeEach
  void choose() {
    data = folder.resolve("data");
  }

  @Test
  void a_server_that_is_killed_makes_them_after_its_restart() throws Exception {
    String token = Safelight.createUser(data, "alice").bearerToken();
    String mediaId;
    StoppedFfmpeg running;
    try (ServeProcess server = ServeProcess.start(data, NO_SECOND_CHANCE)) {
      var calls = new UploadCalls(server.port(), token);
      mediaId = upload(calls);
      running = StoppedFfmpeg.firstOfRest(server.handle());
      assertSucceeded(calls, mediaId);
      server.kill();
    }

    try (Safelight next = TestSafelight.start(data, NO_SECOND_CHANCE)) {
      Await.until("the encoder of the killed server has ended", () -> !running.isAlive());
      var calls = new UploadCalls(next.port(), token);
      assertSucceeded(calls, mediaId);
      calls.awaitComplete(mediaId);
      assertThat(calls.postedVariant(mediaId)).hasSizeGreaterThan(1000);
    }
    assertWholeAndListedOnce(mediaId);
  }

  @Test
  void an_ffmpeg_that_is_killed_is_started_again() throws Exception {
    String token = Safelight.createUser(data, "alice").bearerToken();
    String mediaId;
    try (Safelight server = TestSafelight.start(data, NO_SECOND_CHANCE)) {
      var calls = new UploadCalls(server.port(), token);
      mediaId = upload(calls);
      StoppedFfmpeg.firstOfRest(ProcessHandle.current()).kill();

      assertSucceeded(calls, mediaId);
      calls.awaitComplete(mediaId);
      assertSucceeded(calls, mediaId);
    }
    assertWholeAndListedOnce(mediaId);
  }

  private static String upload(UploadCalls calls) throws IOException, InterruptedException {
    byte[] video = Files.readAllBytes(TestMedia.mp4());
    String mediaId = calls.init(video.length);
    assertThat(calls.append(mediaId, 0, video)).isTrue();
    assertThat(calls.complete(mediaId)).isTrue();
    return mediaId;
  }

  private static void assertSucceeded(UploadCalls calls, String mediaId) throws IOException, InterruptedException {
    assertThat(calls.status(mediaId).at("/processing_info/state").asString()).isEqualTo("succeeded");
  }

  private void assertWholeAndListedOnce(String mediaId) throws IOException {
    assertThat(data.resolve("jobs")).isEmptyDirectory();
    try (LeftBehind left = LeftBehind.in(data)) {
      List<String> listed = left.wholeVariants(MediaId.parse(mediaId).orElseThrow());
      assertThat(listed)
          .doesNotHaveDuplicates()
          .contains("360p.mp4", "240p.mp4", "master.m3u8", "hls-360p.mp4", "hls-240p.mp4", "poster.jpg", "storyboard.jpg");
      assertThat(left.ownerlessKeys()).isEmpty();
    }
  }
}
