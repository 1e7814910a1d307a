package io.safelight.processing;

import static io.safelight.media.MediaCategory.TWEET_IMAGE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.safelight.media.FailureReason;
import io.safelight.media.Media;
import io.safelight.media.MediaError;
import io.safelight.media.MediaFacts;
import io.safelight.media.MediaState;
import io.safelight.testmedia.FormatMedia;
import io.safelight.testmedia.HeifMedia;
import io.safelight.testmedia.ProcessingMedia;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Still images beyond those that every browser writes. */
class ImageFormatsTest {
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

  record Input(Path file, String contentType) {
    @Override
    public String toString() {
      return file.getFileName().toString();
    }
  }

  static Stream<Input> corners() {
    return Stream.of(
        new Input(HeifMedia.heic(), "image/heic"),
        new Input(HeifMedia.tiledHeic(), "image/heic"),
        new Input(HeifMedia.mirroredHeic(), "image/heic"),
        new Input(HeifMedia.croppedHeic(), "image/heic"),
        new Input(HeifMedia.avif(), "image/avif"),
        new Input(ProcessingMedia.corners("bmp", ""), "image/bmp"),
        new Input(ProcessingMedia.corners("tiff", "-compression_algo lzw"), "image/tiff"),
        new Input(ProcessingMedia.corners("tiff", "-pix_fmt rgb48le"), "image/tiff"),
        new Input(ProcessingMedia.cmykJpeg(), "image/jpeg"));
  }

  @ParameterizedTest
  @MethodSource("corners")
  void each_corner_has_the_colour_it_had(Input input) throws Exception {
    Media media = succeeded(input.file());

    MediaFacts facts = Objects.requireNonNull(media.facts());
    assertThat(facts.contentType()).isEqualTo(input.contentType());
    assertThat(facts.width()).isEqualTo(400);
    assertThat(facts.height()).isEqualTo(240);
    BufferedImage made = large(media, "jpg");
    assertThat(made.getWidth()).isEqualTo(400);
    assertThat(made.getHeight()).isEqualTo(240);
    assertClose(new Color(made.getRGB(20, 20)), 0xE02020);
    assertClose(new Color(made.getRGB(380, 20)), 0x20C020);
    assertClose(new Color(made.getRGB(20, 220)), 0x2020E0);
    assertClose(new Color(made.getRGB(200, 120)), 0x404040);
    assertClose(new Color(made.getRGB(380, 220)), 0x404040);
  }

  @Test
  void a_profile_is_handed_on_by_every_size() throws Exception {
    Media media = succeeded(HeifMedia.tiledHeic());

    assertThat(Files.readString(workshop.file(media.id(), "large.jpg"), ISO_8859_1)).contains("ICC_PROFILE");
    assertThat(large(media, "jpg").getColorModel().getColorSpace().isCS_sRGB()).isTrue();
  }

  @Test
  void opacity_is_kept() throws Exception {
    Media media = succeeded(HeifMedia.avifWithAlpha());
    BufferedImage made = large(media, "png");

    assertThat(new Color(made.getRGB(20, 220), true).getAlpha()).isLessThan(10);
    assertThat(new Color(made.getRGB(380, 20), true).getAlpha()).isGreaterThan(245);
    assertClose(new Color(made.getRGB(380, 20)), 0x20C020);
    assertThat(Files.readString(workshop.file(media.id(), "large.png"), ISO_8859_1)).contains("iCCP");
  }

  static Stream<Path> reds() {
    return Stream.of(HeifMedia.wideGamutAvif(), HeifMedia.hdrAvif());
  }

  @ParameterizedTest
  @MethodSource("reds")
  void colours_of_a_wider_gamut_or_range_become_those_of_srgb(Path file) throws Exception {
    BufferedImage made = large(succeeded(file), "jpg");

    assertClose(new Color(made.getRGB(200, 120)), FormatMedia.RED);
  }

  @Test
  void a_damaged_tile_and_a_foreign_codec_are_refused() {
    MediaError damaged = workshop.rejection(HeifMedia.damagedTiledHeic(), TWEET_IMAGE, true);
    MediaError foreign = workshop.rejection(HeifMedia.foreignHeic(), TWEET_IMAGE, true);

    assertThat(damaged.reason()).isEqualTo(FailureReason.CORRUPT);
    assertThat(foreign.reason()).isEqualTo(FailureReason.UNSUPPORTED_CODEC);
    assertThat(foreign.message()).contains("codec vvc1");
  }

  private static BufferedImage large(Media media, String extension) throws IOException {
    return ImageIO.read(workshop.file(media.id(), "large." + extension).toFile());
  }

  private static Media succeeded(Path file) {
    Media media = workshop.process(file, TWEET_IMAGE, true);
    assertThat(media.state()).as("%s", media.error()).isEqualTo(MediaState.SUCCEEDED);
    return media;
  }

  private static void assertClose(Color actual, int expected) {
    Color color = new Color(expected);
    assertThat(actual.getRed()).as("red of %s", actual).isCloseTo(color.getRed(), within(10));
    assertThat(actual.getGreen()).as("green of %s", actual).isCloseTo(color.getGreen(), within(10));
    assertThat(actual.getBlue()).as("blue of %s", actual).isCloseTo(color.getBlue(), within(10));
  }
}
