package io.safelight;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.media.Media;
import io.safelight.media.MediaId;
import io.safelight.media.MediaState;
import io.safelight.testmedia.TestMedia;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Kills a real server at each step of a simple upload. Its client is told nothing before the end, so whatever it finds,
 * it sends the image again; what counts is that everything that was begun either ends well or goes.
 */
class SimpleUploadCrashTest {
  @TempDir Path data;

  static Stream<Arguments> crashes() {
    return CrashPoint.crashes(CrashPoint::isInSimpleUpload);
  }

  @ParameterizedTest
  @MethodSource("crashes")
  void an_image_is_kept_whole_or_goes_whole(CrashPoint point, CrashPoint.Death death) throws Exception {
    byte[] image = Files.readAllBytes(TestMedia.png());
    String token = Safelight.createUser(data, "crash").bearerToken();
    try (CrashingProcess server = CrashingProcess.start(data, point, death)) {
      server.arm();
      assertThat(new UploadCalls(server.port(), token).simpleUpload(image)).as("acknowledged").isEmpty();
      server.awaitDeath();
    }

    List<Media> begun;
    try (LeftBehind left = LeftBehind.in(data)) {
      begun = left.media();
      assertThat(begun).extracting(Media::state).isEqualTo(expected(point));
      assertThat(left.ownerlessKeys()).isEmpty();
      assertThat(left.keys()).containsAll(left.namedKeys());
      for (Media media : begun) {
        if (media.bytesReceived() > 0 && !media.state().isFinished()) {
          Map<Integer, byte[]> stored = left.segments(media.id());
          assertThat(stored.keySet()).containsExactly(0);
          assertThat(Arrays.equals(stored.get(0), image)).as("the bytes are the image's").isTrue();
        }
      }
    }

    Files.delete(data.resolve("armed"));
    try (Safelight server = TestSafelight.start(data)) {
      assertThat(data.resolve("tmp")).isEmptyDirectory();
      var api = new UploadCalls(server.port(), token);
      for (Media media : begun) {
        String id = media.id().toString();
        boolean isOpen = media.state() == MediaState.OPEN;
        JsonNode status = isOpen ? api.status(id) : api.awaitFinished(id);
        assertThat(status.at("/processing_info/state").asString()).isEqualTo(isOpen ? "pending" : "succeeded");
      }
      String again = api.simpleUpload(image).orElseThrow();
      assertThat(begun).extracting(Media::id).doesNotContain(MediaId.parse(again).orElseThrow());
      assertThat(api.awaitFinished(again).at("/processing_info/state").asString()).isEqualTo("succeeded");
    }
    assertThat(LeftBehind.afterYears(data)).isEmpty();
  }

  private static List<MediaState> expected(CrashPoint point) {
    return switch (point) {
      case SIMPLE_ROW_BEFORE, SIMPLE_ROW_IN_TRANSACTION -> List.of();
      case SIMPLE_FINALIZE_AFTER -> List.of(MediaState.PENDING);
      case SIMPLE_PUBLISH_IN_TRANSACTION -> List.of(MediaState.IN_PROGRESS);
      case SIMPLE_PUBLISH_AFTER -> List.of(MediaState.SUCCEEDED);
      default -> List.of(MediaState.OPEN);
    };
  }
}
