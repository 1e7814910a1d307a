package io.safelight.processing;

import static io.safelight.media.MediaCategory.TWEET_GIF;
import static io.safelight.media.MediaCategory.TWEET_IMAGE;
import static io.safelight.media.MediaCategory.TWEET_VIDEO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.safelight.media.FailureReason;
import io.safelight.media.Lane;
import io.safelight.media.Media;
import io.safelight.media.MediaError;
import io.safelight.media.MediaFacts;
import io.safelight.media.MediaKind;
import io.safelight.media.MediaState;
import io.safelight.media.Variant;
import io.safelight.testmedia.ProcessingMedia;
import io.safelight.testmedia.TestMedia;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GifProcessingTest {
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
  void an_animated_gif_becomes_a_silent_mp4_with_a_poster() {
    Media media = workshop.process(TestMedia.gifAnimated(), TWEET_GIF, true);

    assertThat(media.facts())
        .usingRecursiveComparison()
        .ignoringFields("blurHash")
        .isEqualTo(new MediaFacts(MediaKind.GIF, "image/gif", 320, 180, Duration.ofSeconds(2)));
    assertThat(media.facts()).extracting(MediaFacts::blurHash).asString().hasSize(28);
    assertThat(workshop.media.variants(media.id())).extracting(Variant::name).containsExactly("180p.mp4", "poster.jpg");
    VideoFile made = VideoFile.of(workshop.file(media.id(), "180p.mp4"));
    assertThat(made.video().path("codec_name").asString()).isEqualTo("h264");
    assertThat(made.video().path("pix_fmt").asString()).isEqualTo("yuv420p");
    assertThat(made.video().path("nb_frames").asString()).isEqualTo("20");
    assertThat(made.streams("audio")).isZero();
    assertThat(made.startsWithIndex()).isTrue();
  }

  @Test
  void odd_sides_become_even_and_every_frame_keeps_its_delay() {
    Path gif = ProcessingMedia.gifWithUnevenDelays();

    Media media = workshop.process(gif, TWEET_GIF, true);

    Variant variant = workshop.media.variants(media.id()).getFirst();
    assertThat(variant.width() % 2 + variant.height() % 2).isZero();
    Path made = workshop.file(variant.key());
    List<Double> expected = VideoFile.frameTimes(gif);
    List<Double> actual = VideoFile.frameTimes(made);
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.get(i)).isCloseTo(expected.get(i), within(0.011));
    }
    assertThat(VideoFile.of(made).seconds()).isCloseTo(VideoFile.of(gif).seconds(), within(0.05));
  }

  @Test
  void a_gif_that_stands_still_is_an_image_whatever_its_category() {
    for (var category : List.of(TWEET_GIF, TWEET_IMAGE)) {
      MediaFacts facts = workshop.process(TestMedia.gifStill(), category, true).facts();

      assertThat(Objects.requireNonNull(facts).kind()).isEqualTo(MediaKind.IMAGE);
    }
  }

  @Test
  void an_animated_gif_is_one_wherever_no_category_was_named() {
    for (var category : List.of(TWEET_GIF, TWEET_IMAGE, TWEET_VIDEO)) {
      MediaFacts facts = workshop.process(TestMedia.gifAnimated(), category, false).facts();

      assertThat(Objects.requireNonNull(facts).kind()).isEqualTo(MediaKind.GIF);
    }
  }

  @Test
  void an_animated_gif_is_not_what_tweet_image_takes() {
    MediaError error = workshop.rejection(TestMedia.gifAnimated(), TWEET_IMAGE, true);

    assertThat(error)
        .isEqualTo(
            MediaError.limit(
                FailureReason.WRONG_KIND,
                "file is invalid. It is an animated GIF (image/gif), but media_category tweet_image takes an image.",
                "kind",
                "image",
                "gif"));
  }

  @Test
  void a_gif_that_is_cut_off_fails() {
    MediaError error = workshop.rejection(ProcessingMedia.truncatedGif(), TWEET_GIF, true);

    assertThat(error.reason()).isEqualTo(FailureReason.TRUNCATED);
  }

  @Test
  void limits_of_gifs_name_what_they_measure() {
    try (Workshop strict =
        new Workshop(
            folder.resolve("limits"), Map.of("limits.gif-frames", "10", "limits.gif-max-width", "200"))) {
      MediaError width = strict.rejection(TestMedia.gifAnimated(), TWEET_GIF, true);
      MediaError frames = strict.rejection(ProcessingMedia.gifWithUnevenDelays(), TWEET_GIF, true);

      assertThat(width).extracting(MediaError::reason, MediaError::property, MediaError::limit, MediaError::actual)
          .containsExactly(FailureReason.DIMENSIONS_TOO_LARGE, "width", "200", "320");
      assertThat(frames).extracting(MediaError::reason, MediaError::property, MediaError::limit, MediaError::actual)
          .containsExactly(FailureReason.TOO_MANY_FRAMES, "frames", "10", "20");
    }
  }

  @Test
  void a_gif_bomb_is_refused_before_anything_decodes_it() {
    try (Workshop strict = new Workshop(folder.resolve("bomb"), Map.of("limits.gif-pixels", "1000000"))) {
      var media = strict.upload(TestMedia.gifAnimated(), TWEET_GIF, true, Lane.VIDEO);

      Media failed = strict.process(media, new NoTools(), strict.blobs);

      assertThat(failed.state()).isEqualTo(MediaState.FAILED);
      assertThat(failed.error()).extracting(MediaError::reason, MediaError::limit, MediaError::actual)
          .containsExactly(FailureReason.TOO_MANY_PIXELS, "1000000", "1152000");
    }
  }
}
