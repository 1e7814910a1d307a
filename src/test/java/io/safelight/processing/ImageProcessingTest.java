package io.safelight.processing;

import static io.safelight.media.MediaCategory.TWEET_IMAGE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.safelight.image.ImageHeader;
import io.safelight.image.ImageHeaderReader;
import io.safelight.media.Media;
import io.safelight.media.MediaFacts;
import io.safelight.media.MediaKind;
import io.safelight.media.MediaState;
import io.safelight.media.Variant;
import io.safelight.testmedia.ProcessingMedia;
import io.safelight.testmedia.TalkativeMedia;
import io.safelight.testmedia.TestMedia;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ImageProcessingTest {
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
  void of_a_photo_the_largest_size_is_made() throws Exception {
    Media media = succeeded(TestMedia.jpeg(3000, 2000));

    assertThat(media.facts())
        .usingRecursiveComparison()
        .ignoringFields("blurHash")
        .isEqualTo(new MediaFacts(MediaKind.IMAGE, "image/jpeg", 3000, 2000, null));
    assertThat(workshop.media.variants(media.id()))
        .extracting(Variant::name, Variant::contentType, Variant::width, Variant::height)
        .containsExactly(
            tuple("large.jpg", "image/jpeg", 2048, 1365));
    BufferedImage image = ImageIO.read(workshop.file(media.id(), "large.jpg").toFile());
    assertThat(image.getWidth()).isEqualTo(2048);
    assertThat(image.getHeight()).isEqualTo(1365);
    assertThat(workshop.keys(media.id())).hasSize(1);
    assertThat(workshop.jobFolders()).isEmpty();
  }

  static Stream<Path> talkative() {
    return Stream.of(TalkativeMedia.jpeg(), TalkativeMedia.png(), TalkativeMedia.webp(), TalkativeMedia.gif());
  }

  @ParameterizedTest
  @MethodSource("talkative")
  void nothing_is_published_but_what_is_seen(Path file) throws Exception {
    Media media = succeeded(file);

    assertThat(Files.readString(file, ISO_8859_1)).contains("secret");
    for (Variant variant : workshop.media.variants(media.id())) {
      assertThat(Files.readString(workshop.file(media.id(), variant.name()), ISO_8859_1))
          .doesNotContain("secret", "Exif", "eXIf", "xmp", "Photoshop", "tEXt", "iTXt", "zTXt", "tIME", "Lavc", "Lavf");
    }
  }

  @Test
  void a_picture_has_a_blurhash() throws Exception {
    assertThat(blurHash(ProcessingMedia.cornerJpeg(1))).hasSize(28).isEqualTo(blurHash(ProcessingMedia.cornerJpeg(1)));
    // Turned back, the pixels are the same but for what the encoder made of its blocks.
    assertThat(blurHash(ProcessingMedia.cornerJpeg(6)).substring(0, 2))
        .isEqualTo(blurHash(ProcessingMedia.cornerJpeg(1)).substring(0, 2));
    assertThat(blurHash(TestMedia.pngWithAlpha())).isNotEqualTo(blurHash(TestMedia.png()));
  }

  @Test
  void nothing_is_enlarged() {
    Media media = succeeded(TestMedia.jpeg(100, 60));

    assertThat(workshop.media.variants(media.id()))
        .extracting(Variant::width, Variant::height)
        .containsExactly(tuple(100, 60));
  }

  static IntStream orientations() {
    return IntStream.rangeClosed(1, 8);
  }

  @ParameterizedTest
  @MethodSource("orientations")
  void a_photo_is_upright_and_does_not_say_where_it_was_taken(int orientation) throws Exception {
    Path file = ProcessingMedia.cornerJpeg(orientation);

    Media media = succeeded(file);

    BufferedImage made = ImageIO.read(workshop.file(media.id(), "large.jpg").toFile());
    assertThat(new Color(made.getRGB(20, 20)).getRed()).as("the red corner is at the upper left").isGreaterThan(150);
    assertThat(new Color(made.getRGB(made.getWidth() - 20, 20)).getGreen()).as("upper right").isGreaterThan(100);
    assertThat(new Color(made.getRGB(20, made.getHeight() - 20)).getBlue()).as("lower left").isGreaterThan(150);
    MediaFacts facts = Objects.requireNonNull(media.facts());
    assertThat(facts.width()).isEqualTo(made.getWidth()).isEqualTo(400);
    assertThat(facts.height()).isEqualTo(made.getHeight()).isEqualTo(240);
    assertThat(Files.readString(file, ISO_8859_1)).contains("Exif");
    for (Variant variant : workshop.media.variants(media.id())) {
      Path published = workshop.file(media.id(), variant.name());
      assertThat(Files.readString(published, ISO_8859_1)).doesNotContain("Exif", "Lavc", "http://ns.adobe.com");
      assertThat(ImageHeaderReader.read(published).map(ImageHeader::orientation)).contains(1);
    }
  }

  @Test
  void a_small_drawing_stays_a_png_of_the_same_pixels() throws Exception {
    Media media = succeeded(TestMedia.png());

    assertThat(workshop.media.variants(media.id())).extracting(Variant::contentType).containsOnly("image/png");
    BufferedImage before = ImageIO.read(TestMedia.png().toFile());
    BufferedImage after = ImageIO.read(workshop.file(media.id(), "large.png").toFile());
    assertThat(Pixels.greatestDifference(before, after)).isZero();
  }

  @Test
  void a_large_opaque_png_becomes_a_jpeg() {
    Media media = succeeded(ProcessingMedia.png(1000, 500));

    assertThat(workshop.media.variants(media.id())).extracting(Variant::name)
        .containsExactly("large.jpg");
  }

  static Stream<Path> transparent() {
    return Stream.of(TestMedia.pngWithAlpha(), TestMedia.webpLosslessWithAlpha());
  }

  @ParameterizedTest
  @MethodSource("transparent")
  void transparency_is_kept(Path file) throws Exception {
    Media media = succeeded(file);

    BufferedImage made = ImageIO.read(workshop.file(media.id(), "large.png").toFile());
    assertThat(made.getColorModel().hasAlpha()).isTrue();
    assertThat(new Color(made.getRGB(5, made.getHeight() / 2), true).getAlpha()).isLessThan(200);
  }

  static Stream<Path> others() {
    return Stream.of(TestMedia.webp(), TestMedia.gifStill(), TestMedia.pngAnimated(), ProcessingMedia.grayJpeg());
  }

  @ParameterizedTest
  @MethodSource("others")
  void other_still_images_are_made_as_well(Path file) throws Exception {
    Media media = succeeded(file);

    assertThat(Objects.requireNonNull(media.facts()).kind()).isEqualTo(MediaKind.IMAGE);
    Variant large = workshop.media.variants(media.id()).getLast();
    BufferedImage made = ImageIO.read(workshop.file(media.id(), large.name()).toFile());
    assertThat(Pixels.averageBrightness(made)).isBetween(30.0, 225.0);
  }

  @Test
  void colours_come_out_as_they_went_in() throws Exception {
    Media media = succeeded(ProcessingMedia.cornerJpeg(1));

    BufferedImage before = ImageIO.read(ProcessingMedia.cornerJpeg(1).toFile());
    BufferedImage after = ImageIO.read(workshop.file(media.id(), "large.jpg").toFile());
    assertThat(Pixels.meanDifference(before, after)).isLessThan(3);
  }

  @Test
  void an_rgb_colour_profile_is_kept() throws Exception {
    Media media = succeeded(ProcessingMedia.jpegWithProfile("RGB "));

    assertThat(Files.readString(workshop.file(media.id(), "large.jpg"), ISO_8859_1)).contains("ICC_PROFILE");
  }

  @Test
  void a_profile_of_another_colour_space_is_not_kept() throws Exception {
    Media media = succeeded(ProcessingMedia.jpegWithProfile("CMYK"));

    assertThat(Files.readString(workshop.file(media.id(), "large.jpg"), ISO_8859_1)).doesNotContain("ICC_PROFILE");
  }

  private static String blurHash(Path file) {
    Media media = succeeded(file);
    return Objects.requireNonNull(Objects.requireNonNull(media.facts()).blurHash());
  }

  private static Media succeeded(Path file) {
    Media media = workshop.process(file, TWEET_IMAGE, true);
    assertThat(media.state()).as("%s", media.error()).isEqualTo(MediaState.SUCCEEDED);
    return media;
  }
}
