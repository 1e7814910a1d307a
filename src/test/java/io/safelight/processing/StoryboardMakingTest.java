package io.safelight.processing;

import static io.safelight.media.MediaCategory.TWEET_GIF;
import static io.safelight.media.MediaCategory.TWEET_VIDEO;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.media.Lane;
import io.safelight.media.Media;
import io.safelight.media.MediaId;
import io.safelight.media.MediaState;
import io.safelight.media.Variant;
import io.safelight.media.VariantRole;
import io.safelight.testmedia.ProcessingMedia;
import io.safelight.testmedia.StoryboardCue;
import io.safelight.testmedia.StoryboardMedia;
import io.safelight.testmedia.TestMedia;
import java.awt.Color;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The storyboard of a video, as ImageIO reads its picture. */
class StoryboardMakingTest {
  private static final int TOLERANCE = 14;

  @TempDir static Path folder;
  private static Workshop workshop;

  @BeforeAll
  static void open() {
    workshop =
        new Workshop(
            folder,
            Map.of(
                "processing.video-side", "180",
                "processing.ladder", "90p:300k",
                "processing.storyboard-interval", "2s"));
  }

  @AfterAll
  static void close() {
    workshop.close();
  }

  @Test
  void a_video_that_is_encoded_in_further_sizes_shows_the_middle_of_each_part() throws Exception {
    Path video = StoryboardMedia.colors();
    Media media = completed(video);

    List<StoryboardCue> cues = cues(media.id());
    assertThat(cues).hasSize(4);
    BufferedImage sprite = sprite(media.id());
    assertThat(sprite.getWidth()).isEqualTo(2 * 160);
    assertThat(sprite.getHeight()).isEqualTo(2 * 90);
    Duration end = Duration.ZERO;
    for (StoryboardCue cue : cues) {
      assertThat(cue.start()).isEqualTo(end);
      end = cue.end();
      assertThat(cue.file()).isEqualTo("storyboard.jpg");
      assertThat(new Rectangle(sprite.getWidth(), sprite.getHeight()).contains(cue.place())).isTrue();
      assertColor(sprite, cue, StoryboardMedia.color(seconds(cue.start().plus(cue.end()).dividedBy(2)) - 0.05));
    }
    assertThat(seconds(end)).isEqualTo(VideoFile.of(workshop.file(media.id(), "180p.mp4")).seconds());
    assertThat(workshop.variant(media.id(), "storyboard.vtt"))
        .extracting(Variant::contentType, Variant::width, Variant::height, Variant::role)
        .containsExactly("text/vtt", 160, 90, VariantRole.STORYBOARD);
    assertThat(workshop.variant(media.id(), "storyboard.jpg"))
        .extracting(Variant::contentType, Variant::width, Variant::height, Variant::role)
        .containsExactly("image/jpeg", 320, 180, VariantRole.PART);
    assertThat(workshop.jobFolders()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 20})
  void a_video_of_which_nothing_is_encoded_shows_keyframes_where_there_are_enough(int framesBetween) throws Exception {
    // Copied as it is, and too small for another size.
    Media media = completed(StoryboardMedia.copiedColors(framesBetween));
    assertThat(workshop.media.variants(media.id())).filteredOn(v -> v.contentType().equals("video/mp4") && v.role() == VariantRole.FILE).hasSize(1);

    BufferedImage sprite = sprite(media.id());
    for (StoryboardCue cue : cues(media.id())) {
      double shown = framesBetween == 20 ? seconds(cue.start()) : seconds(cue.start().plus(cue.end()).dividedBy(2)) - 0.05;
      assertColor(sprite, cue, StoryboardMedia.color(shown));
    }
  }

  @Test
  void a_turned_video_is_upright_in_it() throws Exception {
    Media media = completed(TestMedia.mp4Rotated());
    StoryboardCue cue = cues(media.id()).getFirst();
    assertThat(cue.place()).isEqualTo(new Rectangle(90, 160));
    BufferedImage shown = crop(sprite(media.id()), cue);
    BufferedImage upright = new BufferedImage(90, 160, BufferedImage.TYPE_INT_RGB);
    BufferedImage turned = new BufferedImage(90, 160, BufferedImage.TYPE_INT_RGB);
    BufferedImage poster = ImageIO.read(workshop.file(media.id(), "poster.jpg").toFile());
    upright.createGraphics().drawImage(poster, 0, 0, 90, 160, null);
    turned.createGraphics().drawImage(poster, 90, 160, -90, -160, null);
    assertThat(Pixels.meanDifference(shown, upright)).isLessThan(Pixels.meanDifference(shown, turned) / 2);
  }

  @Test
  void frames_at_uneven_intervals_are_shown_at_their_times() throws Exception {
    Path video = StoryboardMedia.colorsAtUnevenIntervals();
    Media media = completed(video);
    BufferedImage sprite = sprite(media.id());
    for (StoryboardCue cue : cues(media.id())) {
      assertColor(sprite, cue, StoryboardMedia.unevenColor(seconds(cue.start().plus(cue.end()).dividedBy(2))));
    }
  }

  @Test
  void where_the_sound_goes_on_the_last_frame_stays() throws Exception {
    Media media = completed(StoryboardMedia.colorsWithLongSound());
    List<StoryboardCue> cues = cues(media.id());
    assertThat(cues).hasSize(4);
    assertColor(sprite(media.id()), cues.getLast(), StoryboardMedia.color(3.9));
  }

  @Test
  void nothing_of_the_metadata_is_in_it() throws Exception {
    Media media = completed(ProcessingMedia.hevcWithPersonalTags());
    String jpeg = new String(Files.readAllBytes(workshop.file(media.id(), "storyboard.jpg")), ISO_8859_1);
    assertThat(jpeg).doesNotContain("secret", "+48.8577", "Lavc", "Exif");
  }

  @Test
  void an_animation_has_none() {
    Media media = workshop.process(TestMedia.gif(5, 160, 90), TWEET_GIF, true);
    assertThat(media.variantsComplete()).isTrue();
    assertThat(workshop.jobs.claim("test", Lane.REST, 1, Duration.ofSeconds(1))).isEmpty();
  }

  private static Media completed(Path file) {
    Media media = workshop.process(file, TWEET_VIDEO, true);
    assertThat(media.state()).as("%s", media.error()).isEqualTo(MediaState.SUCCEEDED);
    Media complete = workshop.complete(media.id());
    assertThat(complete.variantsComplete()).isTrue();
    assertThat(workshop.media.variants(media.id())).filteredOn(v -> v.role() == VariantRole.STORYBOARD).hasSize(1);
    return complete;
  }

  private static List<StoryboardCue> cues(MediaId id) throws IOException {
    return StoryboardCue.parse(workshop.text(id, "storyboard.vtt"));
  }

  private static BufferedImage sprite(MediaId id) throws IOException {
    return ImageIO.read(workshop.file(id, "storyboard.jpg").toFile());
  }

  private static BufferedImage crop(BufferedImage sprite, StoryboardCue cue) {
    Rectangle place = cue.place();
    return sprite.getSubimage(place.x, place.y, place.width, place.height);
  }

  /** Every part of the picture has about this colour. */
  private static void assertColor(BufferedImage sprite, StoryboardCue cue, Color expected) {
    BufferedImage picture = crop(sprite, cue);
    for (int x = 4; x < picture.getWidth(); x += 12) {
      for (int y = 4; y < picture.getHeight(); y += 12) {
        Color shown = new Color(picture.getRGB(x, y));
        assertThat(
                Math.abs(shown.getRed() - expected.getRed()) <= TOLERANCE
                    && Math.abs(shown.getGreen() - expected.getGreen()) <= TOLERANCE
                    && Math.abs(shown.getBlue() - expected.getBlue()) <= TOLERANCE)
            .as("%s at %d,%d of the picture from %s instead of %s", shown, x, y, cue.start(), expected)
            .isTrue();
      }
    }
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }
}
