package io.safelight.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntBinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The expected hashes were made by the algorithm's published TypeScript implementation, version 2.0.5, but for that of a
 * picture whose strongest component is a negative one: there it follows that of C, which takes the strongest of either sign.
 */
class BlurHashTest {
  private static final int SIDE = 32;

  static Stream<Arguments> pictures() {
    IntBinaryOperator falling = (x, y) -> rgb(255 - 8 * x, 255 - 8 * y, 255 - x * y % 256);
    IntBinaryOperator corners =
        (x, y) ->
            x < 16 ? (y < 16 ? rgb(200, 30, 30) : rgb(30, 30, 200)) : (y < 16 ? rgb(30, 160, 30) : rgb(240, 240, 240));
    IntBinaryOperator stripes = (x, y) -> x % 8 < 4 ? rgb(250, 200, 150) : rgb(10, 20, 30);
    IntBinaryOperator turned = (x, y) -> corners.applyAsInt(SIDE - 1 - x, SIDE - 1 - y);
    return Stream.of(
        Arguments.of(same(0x000000), 4, 3, "L00000fQfQfQfQfQfQfQfQfQfQfQ"),
        Arguments.of(same(0xffffff), 4, 3, "L9TSUA~qfQ~q~qoffQoffQfQfQfQ"),
        Arguments.of(falling, 4, 3, "L.Hx%1|~$AxJqCogjvk9ghflfOfg"),
        Arguments.of(falling, 3, 4, "T.Hx%1|~$AqCogjvghflfOo~oJjq"),
        Arguments.of(corners, 4, 3, "L:I#Q1M3aMtjMt=xoLNHadoLjtay"),
        Arguments.of(turned, 4, 3, "L_I#Q1ynkUa3yG={oLNbkDoLjtaz"),
        Arguments.of(turned, 3, 4, "T_I#Q1ynkUyG={oLkDoLjtabNaay"),
        Arguments.of(stripes, 4, 4, "UQLC@U~AfQ~AxZoLfQoLfQfQfQfQxZoLfQoL"));
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void a_hash_is_what_other_implementations_make_of_the_same_pixels(
      IntBinaryOperator picture, int columns, int rows, String hash) {
    byte[] rgb = new byte[SIDE * SIDE * 3];
    for (int i = 0; i < SIDE * SIDE; i++) {
      int colour = picture.applyAsInt(i % SIDE, i / SIDE);
      rgb[3 * i] = (byte) (colour >> 16);
      rgb[3 * i + 1] = (byte) (colour >> 8);
      rgb[3 * i + 2] = (byte) colour;
    }

    assertThat(BlurHash.encode(rgb, SIDE, columns, rows)).isEqualTo(hash);
  }

  @Test
  void what_is_transparent_is_white_and_a_portrait_has_more_components_down(@TempDir Path folder) throws Exception {
    Files.write(folder.resolve("tiny.rgba"), new byte[SIDE * SIDE * 4]);

    assertThat(TinyPicture.blurHash(folder, 640, 360)).isEqualTo("L9TSUA~qfQ~q~qoffQoffQfQfQfQ");
    assertThat(TinyPicture.blurHash(folder, 360, 640)).isEqualTo("T9TSUA~qfQ~qoffQfQfQfQ~qoffQ");
  }

  @Test
  void half_a_picture_has_no_hash(@TempDir Path folder) throws Exception {
    Files.write(folder.resolve("tiny.rgba"), new byte[100]);

    assertThatThrownBy(() -> TinyPicture.blurHash(folder, 640, 360)).isInstanceOf(IOException.class);
  }

  private static IntBinaryOperator same(int colour) {
    return (_, _) -> colour;
  }

  private static int rgb(int red, int green, int blue) {
    return red << 16 | green << 8 | blue;
  }
}
