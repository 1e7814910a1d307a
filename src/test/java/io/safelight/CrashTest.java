package io.safelight;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.media.MediaId;
import io.safelight.testmedia.TestMedia;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Kills a real server with SIGKILL, or cuts its power, at each step of the write path of a chunked upload, and compares
 * what was acknowledged with what is there.
 */
class CrashTest {
  private static final int SEGMENTS = 5;

  @TempDir Path data;

  static Stream<Arguments> crashes() {
    return CrashPoint.crashes(
        point -> !point.isInSimpleUpload() && !point.isInAttaching() && !point.isInDeletion());
  }

  @ParameterizedTest
  @MethodSource("crashes")
  void nothing_acknowledged_is_lost(CrashPoint point, CrashPoint.Death death) throws Exception {
    // Where the server is to die while ffmpeg runs, that has to take longer than the pause between two heartbeats.
    boolean takesLong = point == CrashPoint.WHILE_TRANSCODING;
    byte[] video = Files.readAllBytes(takesLong ? TestMedia.mp4FullHd() : TestMedia.mp4());
    Map<Integer, byte[]> acknowledged = new TreeMap<>();
    String mediaId;
    boolean finalizeAcknowledged = false;
    String token = Safelight.createUser(data, "crash").bearerToken();

    try (CrashingProcess server = CrashingProcess.start(data, point, death)) {
      var api = new UploadCalls(server.port(), token);
      mediaId = api.init(video.length);
      // The first segment comes twice, so that there is garbage from the beginning.
      assertThat(api.append(mediaId, 0, new byte[17])).isTrue();
      for (int index = 0; index < SEGMENTS; index++) {
        if (point.isInAppend() && index == SEGMENTS - 2) {
          server.arm();
        }
        if (!api.append(mediaId, index, segment(video, index))) {
          break;
        }
        acknowledged.put(index, segment(video, index));
      }
      if (!point.isInAppend()) {
        server.arm();
        finalizeAcknowledged = api.complete(mediaId);
      }
      server.awaitDeath();
    }
    assertThat(acknowledged.size()).isEqualTo(point.isInAppend() ? SEGMENTS - 2 : SEGMENTS);
    assertThat(finalizeAcknowledged && point.isInFinalize()).isFalse();
    try (LeftBehind left = LeftBehind.in(data)) {
      assertThat(left.ownerlessKeys()).isEmpty();
      assertThat(left.keys()).containsAll(left.namedKeys());
      if (point.isInAppend() || point.isInFinalize()) {
        Map<Integer, byte[]> stored = left.segments(MediaId.parse(mediaId).orElseThrow());
        acknowledged.forEach(
            (index, bytes) -> assertThat(Arrays.equals(stored.get(index), bytes)).as("segment %d", index).isTrue());
      }
    }

    Files.delete(data.resolve("armed"));
    try (Safelight server = TestSafelight.start(data)) {
      assertThat(data.resolve("tmp")).isEmptyDirectory();
      var api = new UploadCalls(server.port(), token);
      if (point.isInAppend()) {
        for (int index : api.missing(mediaId, SEGMENTS)) {
          assertThat(api.append(mediaId, index, segment(video, index))).isTrue();
        }
      }
      // Sent again whatever the client had been told: the outcome is the same.
      assertThat(api.complete(mediaId)).isTrue();
      JsonNode status = api.awaitFinished(mediaId);
      assertThat(status.at("/processing_info/state").asString()).isEqualTo("succeeded");
      if (!takesLong) {
        api.awaitComplete(mediaId);
      }
      assertThat(api.postedVariant(mediaId)).as("bytes of the delivered video").hasSizeGreaterThan(1000);
    }
    Set<String> left = LeftBehind.afterYears(data);
    try (LeftBehind named = LeftBehind.in(data)) {
      assertThat(left).as("what is left of a media that is in a post").isEqualTo(named.namedKeys()).isNotEmpty();
      List<String> variants = named.wholeVariants(MediaId.parse(mediaId).orElseThrow());
      assertThat(variants).doesNotHaveDuplicates();
      if (point.isInRest()) {
        assertThat(variants).contains("360p.mp4", "poster.jpg", "master.m3u8", "hls-360p.mp4", "storyboard.jpg");
      }
    }
  }

  private static byte[] segment(byte[] video, int index) {
    int size = Math.ceilDiv(video.length, SEGMENTS);
    return Arrays.copyOfRange(video, index * size, Math.min(video.length, (index + 1) * size));
  }
}
