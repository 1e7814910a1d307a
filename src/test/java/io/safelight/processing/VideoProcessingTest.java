package io.safelight.processing;

import static io.safelight.media.MediaCategory.AMPLIFY_VIDEO;
import static io.safelight.media.MediaCategory.TWEET_VIDEO;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.safelight.media.Media;
import io.safelight.media.MediaFacts;
import io.safelight.media.MediaKind;
import io.safelight.media.MediaState;
import io.safelight.media.Variant;
import io.safelight.testmedia.ProcessingMedia;
import io.safelight.testmedia.TestMedia;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

class VideoProcessingTest {
  @TempDir static Path folder;
  private static Workshop workshop;

  @BeforeAll
  static void open() {
    workshop = new Workshop(folder, Map.of("processing.video-side", "240", "processing.ladder", "160p:400k"));
  }

  @AfterAll
  static void close() {
    workshop.close();
  }

  record Input(Path file, String contentType, String outputName, int width, int height) {
    @Override
    public String toString() {
      return file.getFileName().toString().substring("12345678-".length());
    }
  }

  static Stream<Input> inputs() {
    return Stream.of(
        new Input(TestMedia.mp4(), "video/mp4", "240p.mp4", 426, 240),
        new Input(TestMedia.mp4IndexAtEnd(), "video/mp4", "240p.mp4", 426, 240),
        new Input(TestMedia.mp4Fragmented(), "video/mp4", "240p.mp4", 426, 240),
        new Input(TestMedia.mp4WithCover(), "video/mp4", "240p.mp4", 426, 240),
        new Input(TestMedia.mp4WithShortAudio(), "video/mp4", "240p.mp4", 426, 240),
        new Input(TestMedia.mp4Rotated(), "video/mp4", "240p.mp4", 240, 426),
        new Input(TestMedia.mp4Interlaced(), "video/mp4", "240p.mp4", 426, 240),
        new Input(TestMedia.mp4WidePixels(), "video/mp4", "240p.mp4", 426, 240),
        new Input(TestMedia.mp4VariableFrameRate(), "video/mp4", "240p.mp4", 426, 240),
        new Input(TestMedia.mov(), "video/quicktime", "240p.mp4", 426, 240),
        new Input(TestMedia.mkv(), "video/x-matroska", "240p.mp4", 426, 240),
        new Input(TestMedia.webm(), "video/webm", "180p.mp4", 320, 180),
        new Input(TestMedia.mpegTs(), "video/mp2t", "240p.mp4", 426, 240),
        new Input(TestMedia.avi(), "video/x-msvideo", "240p.mp4", 426, 240),
        new Input(TestMedia.aviWithEmptyChunks(), "video/x-msvideo", "240p.mp4", 426, 240),
        new Input(TestMedia.hevcMp4(), "video/mp4", "240p.mp4", 426, 240));
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void every_input_becomes_one_mp4_that_every_player_plays(Input input) {
    Media media = workshop.process(input.file(), TWEET_VIDEO, true);

    assertThat(media.state()).as("%s", media.error()).isEqualTo(MediaState.SUCCEEDED);
    MediaFacts facts = Objects.requireNonNull(media.facts());
    assertThat(facts.kind()).isEqualTo(MediaKind.VIDEO);
    assertThat(facts.contentType()).isEqualTo(input.contentType());
    assertThat(workshop.media.variants(media.id())).extracting(Variant::name)
        .containsExactly(input.outputName(), "poster.jpg");
    Variant variant = workshop.variant(media.id(), input.outputName());
    VideoFile made = VideoFile.of(workshop.file(media.id(), input.outputName()));
    assertThat(variant.width()).isEqualTo(input.width()).isEqualTo(made.video().path("width").asInt());
    assertThat(variant.height()).isEqualTo(input.height()).isEqualTo(made.video().path("height").asInt());
    assertThat(made.video().path("codec_name").asString()).isEqualTo("h264");
    assertThat(made.video().path("pix_fmt").asString()).isEqualTo("yuv420p");
    assertThat(made.video().path("sample_aspect_ratio").asString()).isIn("1:1", "");
    assertThat(made.video().path("side_data_list").isMissingNode()).isTrue();
    assertThat(made.json().path("streams").size()).isLessThanOrEqualTo(2);
    if (made.streams("audio") > 0) {
      assertThat(made.audio().path("codec_name").asString()).isEqualTo("aac");
      assertThat(made.audio().path("channels").asInt()).isLessThanOrEqualTo(2);
    }
    double expected = VideoFile.of(input.file()).seconds();
    assertThat(made.seconds()).isCloseTo(expected, within(0.3));
    assertThat(Objects.requireNonNull(facts.duration()).toMillis() / 1000.0).isCloseTo(made.seconds(), within(0.01));
    assertThat(variant.bitrate()).isCloseTo((int) (variant.size() * 8 / made.seconds()), within(2000));
    assertThat(made.startsWithIndex()).isTrue();
    assertThat(made.tags()).isEmpty();
  }

  @Test
  void the_facts_are_those_of_the_upload_as_it_is_shown() {
    MediaFacts turned = Objects.requireNonNull(workshop.process(TestMedia.mp4Rotated(), TWEET_VIDEO, true).facts());
    MediaFacts wide = Objects.requireNonNull(workshop.process(TestMedia.mp4WidePixels(), TWEET_VIDEO, true).facts());

    assertThat(turned).extracting(MediaFacts::width, MediaFacts::height).containsExactly(360, 640);
    assertThat(wide).extracting(MediaFacts::width, MediaFacts::height).containsExactly(640, 360);
  }

  @Test
  void a_poster_has_the_size_of_the_video_and_is_not_black() throws Exception {
    Media media = workshop.process(TestMedia.mp4(), TWEET_VIDEO, true);

    BufferedImage image = ImageIO.read(workshop.file(media.id(), "poster.jpg").toFile());
    assertThat(image.getWidth()).isEqualTo(426);
    assertThat(image.getHeight()).isEqualTo(240);
    assertThat(Pixels.averageBrightness(image)).isGreaterThan(30);
  }

  @Test
  void nothing_that_its_author_wrote_into_a_file_is_published() throws Exception {
    for (Path file : List.of(ProcessingMedia.mp4WithPersonalTags(), ProcessingMedia.hevcWithPersonalTags())) {
      Media media = workshop.process(file, TWEET_VIDEO, true);

      assertThat(Files.readString(file, ISO_8859_1)).contains("secret");
      for (Variant variant : workshop.media.variants(media.id())) {
        assertThat(Files.readString(workshop.file(media.id(), variant.name()), ISO_8859_1))
            .doesNotContain("secret", "+48.8577");
      }
    }
  }

  @Test
  void what_remains_is_what_is_named() {
    Media media = workshop.process(TestMedia.mp4(), TWEET_VIDEO, true);
    workshop.complete(media.id());

    assertThat(workshop.keys(media.id())).containsExactlyInAnyOrderElementsOf(
        workshop.media.variants(media.id()).stream().map(Variant::key).toList());
    assertThat(workshop.jobFolders()).isEmpty();
  }

  @Test
  void expiry_starts_again_at_the_end_and_is_longer_for_amplify_video() {
    Media usual = workshop.process(TestMedia.webm(), TWEET_VIDEO, true);
    Media amplify = workshop.process(TestMedia.webm(), AMPLIFY_VIDEO, true);

    assertThat(usual.times().expires()).isEqualTo(workshop.clock.instant().plus(Duration.ofHours(24)));
    assertThat(amplify.times().expires()).isEqualTo(workshop.clock.instant().plus(Duration.ofDays(15)));
  }

  @Test
  void the_source_is_kept_when_that_is_configured() throws Exception {
    try (Workshop keeping = new Workshop(folder.resolve("keeping"), Map.of("processing.keep-source", "true"))) {
      Media media = keeping.process(TestMedia.webm(), TWEET_VIDEO, true);

      assertThat(keeping.source(media.id())).isEqualTo(Files.readAllBytes(TestMedia.webm()));
    }
  }
}
