package io.safelight.processing;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.testmedia.StoryboardCue;
import java.awt.Rectangle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a storyboard is laid out, without making one. */
class StoryboardTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @ParameterizedTest
  @CsvSource({
    "PT0.5S, 1, 160, 90", "PT1S, 1, 160, 90", "PT1.001S, 2, 320, 90", "PT5.066S, 6, 480, 180", "PT99.5S, 100, 1600, 900",
    "PT140S, 100, 1600, 900", "PT10H, 100, 1600, 900", "PT0S, 1, 160, 90",
  })
  void no_video_has_more_than_a_hundred_pictures(Duration duration, int tiles, int width, int height) {
    Storyboard storyboard = Storyboard.of(new FrameSize(1280, 720), duration, SECOND);

    assertThat(storyboard.tiles()).isEqualTo(tiles);
    assertThat(storyboard.size()).isEqualTo(new FrameSize(width, height));
  }

  @ParameterizedTest
  @CsvSource({"1280, 720, 160, 90", "720, 1280, 90, 160", "1920, 640, 160, 54", "640, 1920, 54, 160", "64, 64, 64, 64", "33, 32, 34, 32"})
  void a_picture_has_the_proportions_of_the_video_and_is_not_larger_but_for_even_sides(
      int width, int height, int tileWidth, int tileHeight) {
    Storyboard storyboard = Storyboard.of(new FrameSize(width, height), SECOND, SECOND);
    assertThat(storyboard.tile()).isEqualTo(new FrameSize(tileWidth, tileHeight));
  }

  @ParameterizedTest
  @CsvSource({"PT0.5S", "PT5.066S", "PT7.001S", "PT2M20.033S", "PT9H59M59.999S"})
  void cues_follow_each_other_to_the_end_and_name_every_picture_once(Duration duration) {
    Storyboard storyboard = Storyboard.of(new FrameSize(360, 640), duration, SECOND);

    List<StoryboardCue> cues = StoryboardCue.parse(storyboard.toWebVtt());

    assertThat(cues).hasSize(storyboard.tiles());
    Duration end = Duration.ZERO;
    List<Rectangle> places = new ArrayList<>();
    Rectangle sprite = new Rectangle(storyboard.size().width(), storyboard.size().height());
    for (StoryboardCue cue : cues) {
      assertThat(cue.start()).isEqualTo(end);
      assertThat(cue.end()).isGreaterThan(cue.start());
      assertThat(sprite.contains(cue.place())).as("%s", cue).isTrue();
      assertThat(places).noneMatch(cue.place()::intersects);
      places.add(cue.place());
      end = cue.end();
    }
    assertThat(end).isEqualTo(duration);
  }

  @Test
  void the_interval_can_be_longer() {
    assertThat(Storyboard.of(new FrameSize(640, 360), Duration.ofSeconds(60), Duration.ofSeconds(7)).tiles()).isEqualTo(9);
  }
}
