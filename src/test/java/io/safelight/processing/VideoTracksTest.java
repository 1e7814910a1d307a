package io.safelight.processing;

import static io.safelight.media.MediaCategory.TWEET_VIDEO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.safelight.media.FailureReason;
import io.safelight.media.Media;
import io.safelight.media.MediaError;
import io.safelight.media.MediaState;
import io.safelight.testmedia.FormatMedia;
import java.awt.Color;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tracks, edit lists and clocks that are not as plain as in the usual file. */
class VideoTracksTest {
  @TempDir static Path folder;
  private static Workshop workshop;

  @BeforeAll
  static void open() {
    workshop = new Workshop(folder);
  }

  @AfterAll
  static void close() {
    workshop.close();
  }

  @Test
  void what_an_edit_list_leaves_out_is_not_in_the_file_that_is_published() {
    VideoFile made = made(FormatMedia.trimmed());

    assertThat(made.seconds()).isCloseTo(1.1, within(0.05));
    assertThat(made.video().path("nb_frames").asInt()).isEqualTo(33);
    assertThat(VideoFile.frameTimes(made.path())).hasSize(33).allSatisfy(time -> assertThat(time).isNotNegative());
    assertThat(made.storedSeconds("V:0")).isCloseTo(1.1, within(0.05));
    assertThat(made.storedSeconds("a:0")).as("sound, with what encoders put around it").isLessThan(1.25);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 250})
  void a_single_frame_that_an_edit_list_leaves_out_is_in_no_published_file(int group) {
    Path file = FormatMedia.firstFrameCut(group);
    assertThat(VideoFile.of(file).storedPixels()).as("it is still in the file").first().matches(VideoTracksTest::isRed);

    try (Workshop own = new Workshop(folder.resolve("own" + group))) {
      Media media = own.process(file, TWEET_VIDEO, true);
      assertThat(media.state()).as("%s", media.error()).isEqualTo(MediaState.SUCCEEDED);
      own.complete(media.id());

      for (String name : List.of("240p.mp4", "hls-240p.mp4")) {
        assertThat(VideoFile.of(own.file(media.id(), name)).storedPixels())
            .as(name)
            .hasSize(8)
            .noneMatch(VideoTracksTest::isRed);
      }
    }
  }

  private static boolean isRed(Color color) {
    return color.getRed() > color.getBlue();
  }

  @Test
  void picture_and_sound_keep_their_distance() {
    VideoFile made = made(FormatMedia.latePicture());

    assertThat(made.video().path("start_time").asDouble()).isCloseTo(0.5, within(0.05));
    assertThat(made.audio().path("start_time").asDouble()).isCloseTo(0, within(0.05));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mkv", "ts"})
  void a_part_of_a_live_stream_begins_at_zero(String extension) {
    VideoFile made = made(FormatMedia.partOfLiveStream(extension));

    assertThat(made.seconds()).isCloseTo(1.5, within(0.1));
    assertThat(made.video().path("start_time").asDouble()).isLessThan(0.1);
  }

  @Test
  void of_several_sounds_the_default_one_is_used() {
    VideoFile made = made(FormatMedia.severalSounds());

    assertThat(made.streams("audio")).isEqualTo(1);
    assertThat(made.zeroCrossingsPerSecond()).as("a tone of 1,760 Hz").isBetween(3400.0, 3600.0);
  }

  @Test
  void a_track_of_time_codes_is_left_out() {
    VideoFile made = made(FormatMedia.timecode());

    assertThat(made.json().path("streams").size()).isEqualTo(2);
  }

  @Test
  void a_mirrored_picture_is_shown_mirrored_without_a_matrix() {
    VideoFile made = made(FormatMedia.mirrored());

    assertThat(made.video().path("side_data_list").isMissingNode()).isTrue();
    Color shown = VideoFile.of(FormatMedia.mirrored()).pixel(20, 20);
    assertThat(made.pixel(20, 20).getRed()).isCloseTo(shown.getRed(), within(12));
    assertThat(made.pixel(20, 20).getBlue()).isCloseTo(shown.getBlue(), within(12));
    assertThat(made.pixel(299, 20).getRed()).as("the other side").isNotCloseTo(shown.getRed(), within(40));
  }

  @Test
  void few_frames_stay_few() {
    VideoFile made = made(FormatMedia.fewFrames());

    assertThat(VideoFile.frameTimes(made.path())).hasSize(7);
  }

  @Test
  void sound_that_nobody_knows_is_passed_over_where_there_is_other() {
    VideoFile made = made(FormatMedia.secretSound(FormatMedia.severalSounds(), 2));

    assertThat(made.zeroCrossingsPerSecond()).as("the first: a tone of 220 Hz").isBetween(400.0, 480.0);
  }

  @Test
  void sound_and_picture_that_nobody_knows_are_refused_by_name() {
    MediaError sound = workshop.rejection(FormatMedia.secretSound(FormatMedia.withSound("base.mp4", "-c:a aac"), 1), TWEET_VIDEO, true);
    MediaError picture = workshop.rejection(FormatMedia.secretPicture(), TWEET_VIDEO, true);

    assertThat(sound.reason()).isEqualTo(FailureReason.UNSUPPORTED_CODEC);
    assertThat(sound.message()).contains("Its sound (codec zzzq)");
    assertThat(picture.reason()).isEqualTo(FailureReason.UNSUPPORTED_CODEC);
    assertThat(picture.message()).contains("Its picture (codec zzzq)");
  }

  private static VideoFile made(Path file) {
    Media media = workshop.process(file, TWEET_VIDEO, true);
    assertThat(media.state()).as("%s", media.error()).isEqualTo(MediaState.SUCCEEDED);
    return VideoFile.of(workshop.file(media.id(), "180p.mp4"));
  }
}
