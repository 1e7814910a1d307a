package io.safelight.processing;

import static io.safelight.media.MediaCategory.TWEET_GIF;
import static io.safelight.media.MediaCategory.TWEET_VIDEO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.safelight.media.Media;
import io.safelight.media.MediaCategory;
import io.safelight.media.MediaState;
import io.safelight.testmedia.FormatMedia;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a colour of the input looks like in what is made of it, measured. */
class VideoColorTest {
  private static final int STRIPE = 64;

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

  static Stream<Path> reds() {
    return Stream.of(
        FormatMedia.red("bt709", "bt709", "bt709", "tv"),
        FormatMedia.red("bt709", "bt709", "bt709", "pc"),
        FormatMedia.red("bt2020", "bt2020-10", "bt2020nc", "tv"),
        FormatMedia.red("smpte432", "bt709", "bt709", "tv"),
        FormatMedia.red("red-yuv.mp4", "yuv420p", "-c:v libx264 -preset ultrafast"),
        FormatMedia.red("red.mov", "rgb24", "-c:v png"),
        FormatMedia.red("red-10.mov", "yuv422p10", "-c:v prores_ks"),
        FormatMedia.red("red.avi", "yuvj422p", "-c:v mjpeg"),
        FormatMedia.red("red.webm", "yuv420p", "-c:v libvpx -deadline realtime -cpu-used 8"));
  }

  @ParameterizedTest
  @MethodSource("reds")
  void a_colour_looks_as_it_did_in_the_video_and_in_its_poster(Path file) throws Exception {
    Media media = succeeded(file, TWEET_VIDEO);

    VideoFile made = VideoFile.of(workshop.file(media.id(), "180p.mp4"));
    assertRed(made.pixel(160, 90));
    BufferedImage poster = ImageIO.read(workshop.file(media.id(), "poster.jpg").toFile());
    assertRed(new Color(poster.getRGB(160, 90)));
  }

  @Test
  void colours_of_a_gif_are_kept() {
    String palette = "-vf split[a][b];[a]palettegen=reserve_transparent=0[p];[b][p]paletteuse=dither=none";
    Media media = succeeded(FormatMedia.red("red.gif", "rgb24", palette), TWEET_GIF);

    assertRed(VideoFile.of(workshop.file(media.id(), "180p.mp4")).pixel(160, 90));
  }

  @Test
  void what_is_encoded_says_what_its_colours_are() {
    Media media = succeeded(FormatMedia.red("red.avi", "yuvj422p", "-c:v mjpeg"), TWEET_VIDEO);

    VideoFile made = VideoFile.of(workshop.file(media.id(), "180p.mp4"));
    assertThat(Stream.of("color_range", "color_space", "color_primaries", "color_transfer")
            .map(field -> made.video().path(field).asString()))
        .containsExactly("tv", "bt709", "bt709", "bt709");
  }

  /**
   * ITU-R BT.2408: 203 candela, diffuse white, are 58 % in PQ and 75 % in HLG; 26 candela, an 18 % grey, are 38 % in both. In
   * BT.709, whose range is 16 to 235, that grey is 41 % or 106.
   */
  @ParameterizedTest
  @MethodSource("transfers")
  void hdr_keeps_its_greys_and_squeezes_what_is_brighter_than_paper(String transfer, boolean tagged) {
    Media media = succeeded(FormatMedia.hdrStripes(transfer, tagged), TWEET_VIDEO);

    VideoFile made = VideoFile.of(workshop.file(media.id(), "180p.mp4"));
    List<Integer> luma = Stream.of(0, 1, 2, 3, 4).map(i -> made.luma(i * STRIPE + STRIPE / 2, 90)).toList();
    int paper = transfer.equals("smpte2084") ? 2 : 3;
    assertThat(luma.get(0)).as("black").isCloseTo(16, within(2));
    assertThat(luma.get(1)).as("grey").isCloseTo(108, within(5));
    assertThat(luma.get(paper)).as("white paper").isBetween(190, 212);
    assertThat(luma.get(4)).as("the brightest").isGreaterThanOrEqualTo(233);
    assertThat(luma).isSorted();
    assertThat(made.video().path("color_transfer").asString()).isEqualTo("bt709");
    assertThat(made.video().path("color_primaries").asString()).isEqualTo("bt709");
    assertThat(made.video().path("pix_fmt").asString()).isEqualTo("yuv420p");
  }

  static Stream<Object[]> transfers() {
    return Stream.of(
        new Object[] {"smpte2084", true},
        new Object[] {"smpte2084", false},
        new Object[] {"arib-std-b67", true},
        new Object[] {"arib-std-b67", false});
  }

  private static Media succeeded(Path file, MediaCategory category) {
    Media media = workshop.process(file, category, true);
    assertThat(media.state()).as("%s", media.error()).isEqualTo(MediaState.SUCCEEDED);
    return media;
  }

  private static void assertRed(Color color) {
    Color expected = new Color(FormatMedia.RED);
    assertThat(color.getRed()).isCloseTo(expected.getRed(), within(4));
    assertThat(color.getGreen()).isCloseTo(expected.getGreen(), within(4));
    assertThat(color.getBlue()).isCloseTo(expected.getBlue(), within(4));
  }
}
