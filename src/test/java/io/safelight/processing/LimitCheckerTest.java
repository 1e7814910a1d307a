package io.safelight.processing;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.config.DefaultConfig;
import io.safelight.ffmpeg.ProbedFile;
import io.safelight.ffmpeg.ProbedFile.VideoStream;
import io.safelight.image.ImageHeader;
import io.safelight.media.FailureReason;
import io.safelight.media.Media;
import io.safelight.media.MediaCategory;
import io.safelight.media.MediaError;
import io.safelight.media.MediaId;
import io.safelight.media.MediaState;
import io.safelight.media.MediaTimes;
import io.safelight.media.Owners;
import io.safelight.media.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.jspecify.annotations.Nullable;

class LimitCheckerTest {
  private static final long MIB = 1 << 20;

  private final LimitChecker checker = new LimitChecker(DefaultConfig.read().limits());

  @Test
  void a_usual_video_breaks_no_limit() {
    assertThat(checker.check(media(true, 512 * MIB), video(1920, 1080, 59.94, Duration.ofSeconds(140)))).isEmpty();
    assertThat(checker.check(media(true, 1), video(1200, 1920, 60, Duration.ofMillis(500)))).isEmpty();
    assertThat(checker.check(media(false, 15 * MIB), video(32, 32, 1, Duration.ofSeconds(30)))).isEmpty();
  }

  @Test
  void too_long_a_video_is_told_in_the_words_of_the_real_api() {
    Duration duration = Duration.ofMillis(149_350);

    MediaError named = error(checker.check(media(true, 1), video(640, 360, 30, duration)));
    MediaError unnamed = error(checker.check(media(false, 1), video(640, 360, 30, duration)));

    assertThat(named)
        .isEqualTo(
            MediaError.limit(
                FailureReason.DURATION_TOO_LONG,
                "Duration 2.minutes+29.seconds+350.milliseconds exceeds max duration of 2.minutes+20.seconds",
                "duration_millis",
                140_000,
                149_350));
    assertThat(unnamed.message())
        .isEqualTo(
            "Duration 2.minutes+29.seconds+350.milliseconds exceeds max duration of 30.seconds. "
                + "An upload whose INIT names a media_category may last 2.minutes+20.seconds");
    assertThat(unnamed.limit()).isEqualTo("30000");
    assertThat(FailureReason.DURATION_TOO_LONG.kind().code()).isEqualTo(3);
  }

  @Test
  void sizes_of_files_are_told_in_the_words_of_the_real_api() {
    assertThat(error(checker.check(media(true, 5 * MIB + 1), image(100, 100))))
        .isEqualTo(
            MediaError.limit(
                FailureReason.FILE_TOO_LARGE, "File size exceeds 5242880 bytes.", "size", 5_242_880, 5_242_881));
    assertThat(error(checker.check(media(true, 15 * MIB + 1), gif(100, 100, 10))).message())
        .isEqualTo("File size exceeds 15728640 bytes.");
    assertThat(error(checker.check(media(false, 15 * MIB + 1), video(640, 360, 30, Duration.ofSeconds(3)))).message())
        .isEqualTo("File size exceeds 15728640 bytes.");
    assertThat(error(checker.check(media(true, 512 * MIB + 1), video(640, 360, 30, Duration.ofSeconds(3)))).limit())
        .isEqualTo("536870912");
  }

  @Test
  void every_other_limit_names_what_was_measured() {
    Duration usual = Duration.ofSeconds(3);

    Duration tooShort = Duration.ofMillis(300);
    expect(video(640, 360, 30, tooShort), FailureReason.DURATION_TOO_SHORT, "duration_millis", "500", "300");
    expect(video(640, 31, 30, usual), FailureReason.DIMENSIONS_TOO_SMALL, "height", "32", "31");
    expect(video(1922, 1080, 30, usual), FailureReason.DIMENSIONS_TOO_LARGE, "width", "1920", "1922");
    expect(video(1080, 1922, 30, usual), FailureReason.DIMENSIONS_TOO_LARGE, "height", "1920", "1922");
    expect(video(1600, 1202, 30, usual), FailureReason.DIMENSIONS_TOO_LARGE, "height", "1200", "1202");
    expect(video(1600, 400, 30, usual), FailureReason.ASPECT_RATIO_OUT_OF_RANGE, "aspect_ratio", "3", "4.00");
    expect(video(640, 360, 120, usual), FailureReason.FRAME_RATE_TOO_HIGH, "frame_rate", "60", "120.00");
    expect(gif(1282, 100, 10), FailureReason.DIMENSIONS_TOO_LARGE, "width", "1280", "1282");
    expect(gif(100, 1082, 10), FailureReason.DIMENSIONS_TOO_LARGE, "height", "1080", "1082");
    expect(gif(100, 100, 351), FailureReason.TOO_MANY_FRAMES, "frames", "350", "351");
    expect(gif(1280, 1080, 300), FailureReason.TOO_MANY_PIXELS, "pixels", "300000000", "414720000");
    expect(image(20_000, 20_000), FailureReason.TOO_MANY_PIXELS, "pixels", "60000000", "400000000");
  }

  @Test
  void frames_beyond_those_that_are_counted_are_told_as_what_is_known() {
    MediaError error = error(checker.check(media(true, 1), gif(100, 100, ImageHeader.MOST_FRAMES + 1)));

    assertThat(error.message()).startsWith("The GIF has more than 100000 frames; at most 350 are allowed.");
    assertThat(error.limit()).isEqualTo("350");
    assertThat(error.actual()).as("as many were counted").isEqualTo("100001");
  }

  @Test
  void sides_are_measured_as_they_are_shown() {
    VideoStream turned = stream(1080, 1922, 30, 90, 1);

    assertThat(error(checker.check(media(true, 1), content(turned, Duration.ofSeconds(3)))).property())
        .isEqualTo("width");
  }

  private void expect(Content content, FailureReason reason, String property, String limit, String actual) {
    MediaError error = error(checker.check(media(true, 1), content));
    assertThat(error).extracting(MediaError::reason, MediaError::property, MediaError::limit, MediaError::actual)
        .containsExactly(reason, property, limit, actual);
    assertThat(error.message()).contains(limit.equals("500") ? "500.milliseconds" : limit);
  }

  private static MediaError error(Optional<MediaError> error) {
    return error.orElseThrow();
  }

  private static Content image(int width, int height) {
    return new Content.Image(new ImageHeader("image/png", width, height, 1, 1, false, 0, false));
  }

  private static Content gif(int width, int height, int frames) {
    return new Content.Image(new ImageHeader("image/gif", width, height, 1, frames, false, 0, false));
  }

  private static Content video(int width, int height, double frameRate, @Nullable Duration duration) {
    return content(stream(width, height, frameRate, 0, 1), duration);
  }

  private static Content content(VideoStream stream, @Nullable Duration duration) {
    var file = new ProbedFile("matroska,webm", duration, Optional.of(stream), Optional.empty());
    return new Content.Video(file, stream, "video/webm");
  }

  private static VideoStream stream(int width, int height, double frameRate, int rotation, double pixelAspectRatio) {
    return new VideoStream(
        true, "vp9", "", "yuv420p", width, height, rotation, pixelAspectRatio, frameRate, 0, "",
        new ProbedFile.Color("", "", "", ""), 0, null);
  }

  private static Media media(boolean categoryNamed, long bytes) {
    Instant now = Instant.EPOCH;
    return new Media(
        new MediaId(1),
        new Owners(new UserId(1), Set.of()),
        MediaCategory.TWEET_VIDEO,
        categoryNamed,
        "video/mp4",
        bytes,
        bytes,
        MediaState.IN_PROGRESS,
        0,
        0,
        0,
        0,
        new MediaTimes(now, now, now, now, now, null, null),
        "slug",
        null,
        null,
        null,
        false,
        1);
  }
}
