package io.safelight.processing;

import static io.safelight.media.MediaCategory.TWEET_GIF;
import static io.safelight.media.MediaCategory.TWEET_IMAGE;
import static io.safelight.media.MediaCategory.TWEET_VIDEO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.safelight.media.FailureReason;
import io.safelight.media.Media;
import io.safelight.media.MediaCategory;
import io.safelight.media.MediaError;
import io.safelight.media.MediaFacts;
import io.safelight.media.MediaKind;
import io.safelight.media.MediaState;
import io.safelight.testmedia.TestMedia;
import io.safelight.testmedia.WebpMedia;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AnimatedWebpTest {
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
  void each_frame_is_laid_on_the_canvas_as_it_says() {
    Media media = succeeded(WebpMedia.everyWay(), TWEET_GIF, true);

    MediaFacts facts = Objects.requireNonNull(media.facts());
    assertThat(facts.kind()).isEqualTo(MediaKind.GIF);
    assertThat(facts.contentType()).isEqualTo("image/webp");
    VideoFile made = VideoFile.of(workshop.file(media.id(), "60p.mp4"));
    assertThat(VideoFile.frameTimes(made.path())).containsExactly(0.0, 0.2, 0.4, 0.6);
    assertThat(made.seconds()).isCloseTo(0.8, within(0.02));
    List<Color> left = colors(made, 20);
    List<Color> right = colors(made, 70);
    assertColors(left, Color.RED, Color.WHITE, Color.WHITE, Color.WHITE);
    assertColors(right, Color.WHITE, Color.GREEN, new Color(128, 255, 128), Color.WHITE);
  }

  @Test
  void what_ffmpeg_wrote_comes_out_frame_by_frame() {
    Media media = succeeded(TestMedia.webpAnimated(), TWEET_GIF, true);

    VideoFile made = VideoFile.of(workshop.file(media.id(), "180p.mp4"));
    assertThat(made.video().path("nb_frames").asInt()).isEqualTo(10);
    assertThat(made.seconds()).isCloseTo(1, within(0.05));
  }

  @Test
  void without_a_category_it_is_an_animation_and_as_an_image_its_first_frame() throws Exception {
    Media animation = succeeded(WebpMedia.everyWay(), TWEET_IMAGE, false);
    Media image = succeeded(WebpMedia.everyWay(), TWEET_IMAGE, true);
    Media single = succeeded(WebpMedia.singleFrame(), TWEET_VIDEO, false);

    assertThat(Objects.requireNonNull(animation.facts()).kind()).isEqualTo(MediaKind.GIF);
    assertThat(Objects.requireNonNull(image.facts()).kind()).isEqualTo(MediaKind.IMAGE);
    BufferedImage first = ImageIO.read(workshop.file(image.id(), "large.png").toFile());
    assertThat(first.getWidth()).isEqualTo(100);
    assertColors(List.of(new Color(first.getRGB(20, 30))), Color.RED);
    assertThat(new Color(first.getRGB(70, 30), true).getAlpha()).isZero();
    BufferedImage only = ImageIO.read(workshop.file(single.id(), "large.png").toFile());
    assertColors(List.of(new Color(only.getRGB(70, 30))), Color.RED);
    assertThat(new Color(only.getRGB(20, 30), true).getAlpha()).isZero();
  }

  static Stream<Path> bad() {
    return Stream.of(WebpMedia.lyingFrame(), WebpMedia.damagedFrame());
  }

  @ParameterizedTest
  @MethodSource("bad")
  void frames_that_are_not_what_they_say_are_refused(Path file) {
    assertThat(workshop.rejection(file, TWEET_GIF, true).reason()).isEqualTo(FailureReason.CORRUPT);
  }

  @Test
  void limits_are_those_of_gifs() {
    try (Workshop strict = new Workshop(folder.resolve("limits"), Map.of("limits.gif-frames", "3"))) {
      MediaError error = strict.rejection(WebpMedia.everyWay(), TWEET_GIF, true);

      assertThat(error.reason()).isEqualTo(FailureReason.TOO_MANY_FRAMES);
    }
  }

  private static Media succeeded(Path file, MediaCategory category, boolean named) {
    Media media = workshop.process(file, category, named);
    assertThat(media.state()).as("%s", media.error()).isEqualTo(MediaState.SUCCEEDED);
    return media;
  }

  private static List<Color> colors(VideoFile video, int x) {
    return Stream.of(0, 1, 2, 3).map(frame -> video.pixel(frame, x, 30)).toList();
  }

  private static void assertColors(List<Color> actual, Color... expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual.get(i).getRed()).as("frame %d: %s", i, actual.get(i)).isCloseTo(expected[i].getRed(), within(12));
      assertThat(actual.get(i).getGreen()).as("frame %d", i).isCloseTo(expected[i].getGreen(), within(12));
      assertThat(actual.get(i).getBlue()).as("frame %d", i).isCloseTo(expected[i].getBlue(), within(12));
    }
  }
}
