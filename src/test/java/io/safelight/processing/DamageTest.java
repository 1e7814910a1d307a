package io.safelight.processing;

import static io.safelight.media.FailureReason.CORRUPT;
import static io.safelight.media.FailureReason.TRUNCATED;
import static io.safelight.media.MediaCategory.TWEET_VIDEO;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.media.Media;
import io.safelight.media.MediaState;
import io.safelight.testmedia.DamagedMedia;
import io.safelight.testmedia.DamagedMedia.Container;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A part of a video is not published for the whole; a scratch does not cost anybody their video. */
class DamageTest {
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

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "TS")
  void half_of_a_video_is_refused(Container container) {
    assertThat(workshop.rejection(DamagedMedia.firstHalf(container), TWEET_VIDEO, true).reason()).isEqualTo(TRUNCATED);
  }

  /** A transport stream may end anywhere: nothing in it says how long it should be. */
  @Test
  void half_of_a_transport_stream_is_a_shorter_one() {
    Media media = workshop.process(DamagedMedia.firstHalf(Container.TS), TWEET_VIDEO, true);

    assertThat(media.state()).isEqualTo(MediaState.SUCCEEDED);
    assertThat(Objects.requireNonNull(media.facts()).duration()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
  }

  @ParameterizedTest
  @EnumSource
  void a_video_that_is_mostly_noise_is_refused(Container container) {
    assertThat(workshop.rejection(DamagedMedia.wiped(container), TWEET_VIDEO, true).reason()).isIn(CORRUPT, TRUNCATED);
  }

  /** The decoders of VP8 and MPEG-4 part 2 make a picture of nearly any bytes: what every player shows. */
  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = {"WEBM", "AVI"})
  void a_video_of_which_few_frames_can_be_decoded_is_refused(Container container) {
    assertThat(workshop.rejection(DamagedMedia.riddled(container), TWEET_VIDEO, true).reason())
        .isIn(CORRUPT, TRUNCATED);
  }

  @ParameterizedTest
  @EnumSource(names = {"MP4", "FRAGMENTED", "MKV", "TS"})
  void a_scratch_is_played_over(Container container) {
    Media media = workshop.process(DamagedMedia.scratched(container), TWEET_VIDEO, true);

    assertThat(media.state()).as(String.valueOf(media.error())).isEqualTo(MediaState.SUCCEEDED);
    assertThat(Objects.requireNonNull(media.facts()).duration()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(7));
  }
}
