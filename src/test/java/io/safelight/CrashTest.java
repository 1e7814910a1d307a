package io.safelight;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.blob.BlobStore;
import io.safelight.blob.DataFolder;
import io.safelight.blob.LocalBlobStore;
import io.safelight.media.MediaId;
import io.safelight.media.Segment;
import io.safelight.store.Database;
import io.safelight.store.SqlMediaRepository;
import io.safelight.store.SqliteDatabase;
import io.safelight.testmedia.TestMedia;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Kills a real server with SIGKILL at each step of the write path and compares what was acknowledged with what is there. */
class CrashTest {
  private static final int SEGMENTS = 5;

  @TempDir Path data;

  @ParameterizedTest
  @EnumSource(CrashPoint.class)
  void nothing_acknowledged_is_lost(CrashPoint point) throws Exception {
    // Where the server is to die while ffmpeg runs, that has to take longer than the pause between two heartbeats.
    boolean takesLong = point == CrashPoint.WHILE_TRANSCODING;
    byte[] video = Files.readAllBytes(takesLong ? TestMedia.mp4FullHd() : TestMedia.mp4());
    Map<Integer, byte[]> acknowledged = new TreeMap<>();
    String mediaId;
    boolean finalizeAcknowledged = false;
    String token = Safelight.createUser(data, "crash").bearerToken();

    try (CrashingProcess server = CrashingProcess.start(data, point.name())) {
      var api = new UploadCalls(server.port(), token);
      mediaId = api.init(video.length);
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
    if (point.isInAppend() || point.isInFinalize()) {
      assertThatSegmentsAreStored(mediaId, acknowledged);
    }

    Files.delete(data.resolve("armed"));
    try (CrashingProcess server = CrashingProcess.start(data, "NONE")) {
      assertThat(filesIn("tmp")).isEmpty();
      var api = new UploadCalls(server.port(), token);
      if (point.isInAppend()) {
        for (int index : missing(api.status(mediaId))) {
          assertThat(api.append(mediaId, index, segment(video, index))).isTrue();
        }
      }
      // Sent again whatever the client had been told: the outcome is the same.
      assertThat(api.complete(mediaId)).isTrue();
      JsonNode status = api.awaitFinished(mediaId);
      assertThat(status.at("/processing_info/state").asString()).isEqualTo("succeeded");
      assertThat(api.postedVariant(mediaId)).as("bytes of the delivered video").hasSizeGreaterThan(1000);
    }
  }

  /** Opens the dead server's folder as the next server would and reads every segment back. */
  private void assertThatSegmentsAreStored(String mediaId, Map<Integer, byte[]> acknowledged) throws IOException {
    DataFolder folder = DataFolder.open(data);
    BlobStore blobs = new LocalBlobStore(folder);
    try (Database database = SqliteDatabase.open(folder.database(), InstantSource.system())) {
      var media = new SqlMediaRepository(database, (id, version) -> {});
      Map<Integer, byte[]> stored = new TreeMap<>();
      for (Segment segment : media.segments(MediaId.parse(mediaId).orElseThrow())) {
        try (InputStream bytes = Channels.newInputStream(blobs.open(segment.key()))) {
          stored.put(segment.index(), bytes.readAllBytes());
        }
      }
      assertThat(stored.keySet()).containsAll(acknowledged.keySet());
      acknowledged.forEach((index, bytes) -> assertThat(stored.get(index)).isEqualTo(bytes));
    }
  }

  private static Set<Integer> missing(JsonNode status) {
    Set<Integer> missing = new TreeSet<>(IntStream.range(0, SEGMENTS).boxed().toList());
    Matcher ranges =
        Pattern.compile("(\\d+)(?:-(\\d+))?").matcher(status.at("/processing_info/upload/segments_received").asString(""));
    while (ranges.find()) {
      int first = Integer.parseInt(ranges.group(1));
      int last = ranges.group(2) == null ? first : Integer.parseInt(ranges.group(2));
      missing.removeIf(index -> index >= first && index <= last);
    }
    return missing;
  }

  private static byte[] segment(byte[] video, int index) {
    int size = Math.ceilDiv(video.length, SEGMENTS);
    return Arrays.copyOfRange(video, index * size, Math.min(video.length, (index + 1) * size));
  }

  private List<Path> filesIn(String folder) throws IOException {
    try (Stream<Path> files = Files.list(data.resolve(folder))) {
      return files.toList();
    }
  }
}
