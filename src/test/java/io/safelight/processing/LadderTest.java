package io.safelight.processing;

import static io.safelight.media.MediaCategory.TWEET_GIF;
import static io.safelight.media.MediaCategory.TWEET_VIDEO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.safelight.media.Lane;
import io.safelight.media.Media;
import io.safelight.media.MediaState;
import io.safelight.media.Variant;
import io.safelight.testmedia.ProcessingMedia;
import io.safelight.testmedia.TestMedia;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The further sizes of a video. */
class LadderTest {
  private static final double FRAME = 1.0 / 15;

  @TempDir static Path folder;
  private static Workshop workshop;

  @BeforeAll
  static void open() {
    workshop =
        new Workshop(
            folder,
            Map.of(
                "processing.video-side", "180",
                "processing.ladder", "720p:2000k, 360p:900k, 200p:500k, 90p:300k",
                "processing.hls", "false",
                "processing.storyboard", "false"));
  }

  @AfterAll
  static void close() {
    workshop.close();
  }

  @Test
  void a_video_can_be_used_before_its_further_sizes_are_made_and_looks_the_same_in_all() {
    Media first = workshop.process(ProcessingMedia.mp4WithFlashes(), TWEET_VIDEO, true);
    assertThat(first.state()).as("%s", first.error()).isEqualTo(MediaState.SUCCEEDED);
    assertThat(first.variantsComplete()).isFalse();
    assertThat(names(first)).containsExactly("180p.mp4", "poster.jpg");
    assertThat(workshop.media.segments(first.id())).as("needed").isNotEmpty();

    Media complete = workshop.complete(first.id());

    assertThat(complete.variantsComplete()).isTrue();
    assertThat(complete.state()).isEqualTo(MediaState.SUCCEEDED);
    // None is larger than the video, and 200p is nearly the size that is there.
    assertThat(names(first)).containsExactly("180p.mp4", "poster.jpg", "360p.mp4", "90p.mp4");
    assertThat(workshop.media.segments(first.id())).as("needed no more").isEmpty();
    assertThat(workshop.jobFolders()).isEmpty();
    List<Double> times = VideoFile.frameTimes(workshop.file(first.id(), "180p.mp4"));
    assertThat(times).hasSize(76);
    for (String name : List.of("180p.mp4", "360p.mp4", "90p.mp4")) {
      Path file = workshop.file(first.id(), name);
      Variant variant = workshop.variant(first.id(), name);
      VideoFile made = VideoFile.of(file);
      assertThat(variant.contentType()).isEqualTo("video/mp4");
      assertThat(made.video().path("width").asInt()).isEqualTo(variant.width());
      assertThat(made.video().path("height").asInt()).isEqualTo(variant.height());
      assertThat(variant.bitrate()).isPositive();
      assertThat(made.startsWithIndex()).isTrue();
      assertThat(made.tags()).isEmpty();
      assertThat(VideoFile.frameTimes(file)).as(name).isEqualTo(times);
      assertThat(VideoFile.frames(file)).as("decoded frames of %s", name).hasSize(76);
      assertThat(VideoFile.keyframeTimes(file)).as("keyframes of %s", name).contains(0.0, 2.0, 4.0);
      List<Double> flashes = VideoFile.flashes(file.toString());
      List<Double> sounds = VideoFile.sounds(file.toString());
      assertThat(flashes).as("flashes of %s", name).hasSize(5);
      assertThat(sounds).as("sounds of %s", name).hasSize(5);
      for (int second = 1; second <= 5; second++) {
        assertThat(flashes.get(second - 1)).as("flash of %s", name).isCloseTo(second, within(FRAME / 2));
        assertThat(sounds.get(second - 1)).as("sound of %s", name).isCloseTo(second, within(0.015));
      }
    }
    assertThat(VideoFile.keyframeTimes(workshop.file(first.id(), "360p.mp4"))).containsExactly(0.0, 2.0, 4.0);
    assertThat(VideoFile.keyframeTimes(workshop.file(first.id(), "90p.mp4"))).containsExactly(0.0, 2.0, 4.0);
  }

  @Test
  void a_video_without_sound_and_with_uneven_frames_keeps_the_times_of_its_frames() {
    Media media = workshop.process(ProcessingMedia.mp4OfUnevenFrames(), TWEET_VIDEO, true);
    workshop.complete(media.id());

    List<Double> times = VideoFile.frameTimes(workshop.file(media.id(), "180p.mp4"));
    assertThat(VideoFile.frameTimes(workshop.file(media.id(), "360p.mp4"))).isEqualTo(times);
    assertThat(VideoFile.frameTimes(workshop.file(media.id(), "90p.mp4"))).isEqualTo(times);
    assertThat(VideoFile.of(workshop.file(media.id(), "90p.mp4")).streams("audio")).isZero();
  }

  @Test
  void what_has_no_further_sizes_leaves_no_job() {
    Media small = workshop.process(TestMedia.mp4(1, 160, 90, 10), TWEET_VIDEO, true);
    Media gif = workshop.process(TestMedia.gif(160, 90, 5), TWEET_GIF, true);

    assertThat(List.of(small, gif)).extracting(Media::state).containsOnly(MediaState.SUCCEEDED);
    assertThat(List.of(small, gif)).extracting(Media::variantsComplete).containsOnly(true);
    assertThat(workshop.jobs.claim("test", Lane.REST, 10, Duration.ofSeconds(1))).isEmpty();
    assertThat(workshop.media.segments(small.id())).isEmpty();
  }

  @Test
  void a_turned_video_is_upright_in_all_sizes() {
    Media media = workshop.process(TestMedia.mp4Rotated(), TWEET_VIDEO, true);
    workshop.complete(media.id());

    assertThat(workshop.variant(media.id(), "360p.mp4")).extracting(Variant::width, Variant::height).containsExactly(360, 640);
    VideoFile made = VideoFile.of(workshop.file(media.id(), "360p.mp4"));
    assertThat(made.video().path("width").asInt()).isEqualTo(360);
    assertThat(made.video().path("side_data_list").isMissingNode()).isTrue();
  }

  private static List<String> names(Media media) {
    return workshop.media.variants(media.id()).stream().map(Variant::name).toList();
  }
}
