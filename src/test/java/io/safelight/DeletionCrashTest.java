package io.safelight;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.testmedia.TestMedia;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Kills a real server, or cuts its power, while it deletes a media whose time is over: the row, and then the bytes. */
class DeletionCrashTest {
  private static final int SEGMENTS = 3;

  @TempDir Path data;

  static Stream<Arguments> crashes() {
    return CrashPoint.crashes(CrashPoint::isInDeletion);
  }

  @ParameterizedTest
  @MethodSource("crashes")
  void no_byte_is_left_without_an_owner(CrashPoint point, CrashPoint.Death death) throws Exception {
    String token = Safelight.createUser(data, "crash").bearerToken();
    String mediaId;
    try (CrashingProcess server = CrashingProcess.start(data, point, death)) {
      var api = new UploadCalls(server.port(), token);
      mediaId = api.init(SEGMENTS);
      for (int index = 0; index < SEGMENTS; index++) {
        assertThat(api.append(mediaId, index, new byte[] {(byte) index})).isTrue();
      }
      server.arm();
      server.awaitDeath();
    }

    try (LeftBehind left = LeftBehind.in(data)) {
      assertThat(left.ownerlessKeys()).isEmpty();
      assertThat(left.keys()).containsAll(left.namedKeys()).hasSize(filesLeft(point, death));
    }

    Files.delete(data.resolve("armed"));
    try (Safelight server = TestSafelight.start(data)) {
      var api = new UploadCalls(server.port(), token);
      boolean isRowKept = point == CrashPoint.DELETION_ROW_IN_TRANSACTION;
      JsonNode status = api.status(mediaId);
      assertThat(status.at("/processing_info/upload/bytes_received").asInt()).isEqualTo(isRowKept ? SEGMENTS : 0);
      assertThat(status.at("/errors/0/code").asInt()).isEqualTo(isRowKept ? 0 : 34);
      // The server is as good as new: another upload goes its way.
      assertThat(api.simpleUpload(Files.readAllBytes(TestMedia.png()))).isPresent();
    }
    assertThat(LeftBehind.afterYears(data)).isEmpty();
  }

  private static int filesLeft(CrashPoint point, CrashPoint.Death death) {
    return switch (point) {
      case DELETION_ROW_IN_TRANSACTION, DELETION_ROW_AFTER -> SEGMENTS;
      // The first removal was not synced.
      case DELETION_FIRST_FILE_REMOVED -> death == CrashPoint.Death.POWER_CUT ? SEGMENTS : SEGMENTS - 1;
      default -> 0;
    };
  }
}
