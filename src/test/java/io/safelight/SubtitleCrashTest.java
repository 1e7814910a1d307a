package io.safelight;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safelight.media.AttachedSubtitles;
import io.safelight.media.MediaId;
import io.safelight.testmedia.TestMedia;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Kills a real server, or cuts its power, while subtitles of a video are replaced by others. */
class SubtitleCrashTest {
  @TempDir Path data;

  static Stream<Arguments> crashes() {
    return CrashPoint.crashes(CrashPoint::isInAttaching);
  }

  @ParameterizedTest
  @MethodSource("crashes")
  void a_video_has_the_old_subtitles_or_the_new_ones_whole(CrashPoint point, CrashPoint.Death death) throws Exception {
    String token = Safelight.createUser(data, "crash").bearerToken();
    String video;
    String before;
    String after;
    try (CrashingProcess server = CrashingProcess.start(data, point, death)) {
      var api = new UploadCalls(server.port(), token);
      video = uploaded(api, "tweet_video", Files.readAllBytes(TestMedia.mp4()));
      before = uploaded(api, "subtitles", "00:00:00,100 --> 00:00:00,200\nbefore\n".getBytes(UTF_8));
      after = uploaded(api, "subtitles", "00:00:00,100 --> 00:00:00,200\nafter\n".getBytes(UTF_8));
      assertThat(attach(api, video, before).statusCode()).isEqualTo(200);
      server.arm();
      assertThatThrownBy(() -> attach(api, video, after)).isInstanceOf(IOException.class);
      server.awaitDeath();
    }

    try (LeftBehind left = LeftBehind.in(data)) {
      assertThat(left.subtitles(MediaId.parse(video).orElseThrow()))
          .extracting(AttachedSubtitles::source)
          .containsExactly(MediaId.parse(point == CrashPoint.ATTACH_AFTER ? after : before).orElseThrow());
      assertThat(left.ownerlessKeys()).isEmpty();
      assertThat(left.keys()).containsAll(left.namedKeys());
    }

    Files.delete(data.resolve("armed"));
    try (Safelight server = TestSafelight.start(data)) {
      assertThat(attach(new UploadCalls(server.port(), token), video, after).statusCode()).isEqualTo(200);
    }
    try (LeftBehind left = LeftBehind.in(data)) {
      assertThat(left.subtitles(MediaId.parse(video).orElseThrow()))
          .extracting(each -> each.source().toString())
          .containsExactly(after);
      assertThat(left.keys()).containsAll(left.namedKeys());
    }
    assertThat(LeftBehind.afterYears(data)).isEmpty();
  }

  private static String uploaded(UploadCalls api, String category, byte[] bytes) throws Exception {
    String id = api.init(bytes.length, category);
    assertThat(api.append(id, 0, bytes)).isTrue();
    assertThat(api.complete(id)).isTrue();
    assertThat(api.awaitFinished(id).at("/processing_info/state").asString()).isEqualTo("succeeded");
    return id;
  }

  private static HttpResponse<String> attach(UploadCalls api, String video, String file)
      throws IOException, InterruptedException {
    return api.postJson(
        "/1.1/media/subtitles/create.json",
        """
        {"media_id":"%s","subtitle_info":{"subtitles":[{"media_id":"%s","language_code":"en"}]}}""".formatted(video, file));
  }
}
