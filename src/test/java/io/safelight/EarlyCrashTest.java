package io.safelight;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.testmedia.EarlyMedia;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills servers and their encoders at random moments of uploads that are encoded while they come in. */
class EarlyCrashTest {
  private static final int SEGMENT = 256 * 1024;
  private static final int KILLS = 5;
  private static final Map<String, String> ONE_SMALL_VIDEO =
      Map.of(
          "processing.video-side", "180",
          "processing.ladder", "none",
          "processing.hls", "false",
          "processing.storyboard", "false");

  @TempDir Path folder;
  private Path data;
  private final byte[] video = read(EarlyMedia.mp4());
  private final int last = (video.length - 1) / SEGMENT;
  private final Random random = new Random(20_261_122);

  @BeforeEach
  void choose() {
    data = folder.resolve("data");
  }

  @Test
  void an_upload_goes_on_on_the_server_that_comes_after_a_killed_one() throws Exception {
    String token = Safelight.createUser(data, "alice").bearerToken();
    Set<Integer> acknowledged = new TreeSet<>();
    String mediaId = "";
    long interrupted = 0;
    for (int kill = 1; kill <= KILLS; kill++) {
      try (ServeProcess server = ServeProcess.start(data, ONE_SMALL_VIDEO)) {
        var calls = new UploadCalls(server.port(), token);
        if (mediaId.isEmpty()) {
          mediaId = calls.init(video.length);
        }
        assertNothingIsLeft();
        assertThat(calls.missing(mediaId, last + 1)).noneMatch(acknowledged::contains);
        NavigableSet<Integer> next = calls.missing(mediaId, last + 1).headSet(kill * last / KILLS, false);
        Thread killer = killAfter(server, random.nextInt(100, 1500));
        for (int index : next) {
          if (!calls.append(mediaId, index, segment(index))) {
            break;
          }
          acknowledged.add(index);
        }
        killer.join();
      }
      try (Stream<Path> jobs = Files.list(data.resolve("jobs"))) {
        interrupted += jobs.filter(job -> job.getFileName().toString().contains("-early-")).count();
      }
    }
    assertThat(interrupted).as("early runs that were killed with their server").isPositive();
    try (Safelight server = TestSafelight.start(data, ONE_SMALL_VIDEO)) {
      assertNothingIsLeft();
      finish(new UploadCalls(server.port(), token), mediaId, acknowledged);
    }
    assertNothingIsLeft();
  }

  @Test
  void an_encoder_that_is_killed_costs_no_frame() throws Exception {
    String token = Safelight.createUser(data, "alice").bearerToken();
    try (Safelight server = TestSafelight.start(data, ONE_SMALL_VIDEO)) {
      var calls = new UploadCalls(server.port(), token);
      for (int kill = 1; kill <= KILLS; kill++) {
        String mediaId = calls.init(video.length);
        Set<Integer> acknowledged = new TreeSet<>();
        int moment = random.nextInt(last / 2, last);
        for (int index = 0; index < moment; index++) {
          assertThat(calls.append(mediaId, index, segment(index))).isTrue();
          acknowledged.add(index);
        }
        Thread.sleep(random.nextInt(300));
        StoppedFfmpeg.firstOfEarly(ProcessHandle.current()).kill();

        finish(calls, mediaId, acknowledged);
      }
    }
    assertNothingIsLeft();
  }

  /** Sends what is missing, and looks at what is made of all of it. */
  private void finish(UploadCalls calls, String mediaId, Set<Integer> acknowledged) throws Exception {
    Set<Integer> missing = calls.missing(mediaId, last + 1);
    assertThat(missing).noneMatch(acknowledged::contains).contains(last);
    for (int index : missing) {
      assertThat(calls.append(mediaId, index, segment(index))).isTrue();
    }
    assertThat(calls.complete(mediaId)).isTrue();
    assertThat(calls.awaitFinished(mediaId).at("/processing_info/state").asString()).isEqualTo("succeeded");
    assertThat(FrameCount.of(calls.postedVariant(mediaId))).isEqualTo(EarlyMedia.FRAMES);
  }

  private static Thread killAfter(ServeProcess server, int millis) {
    return Thread.ofPlatform()
        .start(
            () -> {
              try {
                Thread.sleep(millis);
                server.kill();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  /** Neither a folder of an early run nor a process in one. */
  private void assertNothingIsLeft() throws Exception {
    assertThat(data.resolve("jobs")).isEmptyDirectory();
    Await.until("no process works in the data folder", () -> {
      try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
        return processes.noneMatch(this::worksInTheDataFolder);
      }
    });
  }

  private boolean worksInTheDataFolder(Path process) {
    try {
      return process.getFileName().toString().matches("\\d+")
          && Files.readSymbolicLink(process.resolve("cwd")).startsWith(data);
    } catch (IOException ended) {
      return false;
    }
  }

  private byte[] segment(int index) {
    return Arrays.copyOfRange(video, index * SEGMENT, Math.min(video.length, (index + 1) * SEGMENT));
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
