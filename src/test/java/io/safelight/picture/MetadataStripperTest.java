package io.safelight.picture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safelight.testmedia.TalkativeMedia;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a version of ffmpeg leaves in its output, here as if it had left everything. */
class MetadataStripperTest {
  @Test
  void of_a_jpeg_only_what_shows_it_stays() throws Exception {
    Path file = TalkativeMedia.jpeg();
    byte[] stripped = MetadataStripper.jpeg(ByteBuffer.wrap(Files.readAllBytes(file)));

    assertThat(Files.readString(file, ISO_8859_1)).contains("Exif", "ns.adobe.com", "Photoshop", "secret");
    assertThat(new String(stripped, ISO_8859_1)).doesNotContain("Exif", "ns.adobe.com", "Photoshop", "secret");
    assertThat(ImageIO.read(new ByteArrayInputStream(stripped)).getWidth()).isEqualTo(400);
  }

  @Test
  void of_a_png_only_what_shows_it_stays() throws Exception {
    Path file = TalkativeMedia.png();
    byte[] stripped = MetadataStripper.png(ByteBuffer.wrap(Files.readAllBytes(file)));

    assertThat(Files.readString(file, ISO_8859_1)).contains("eXIf", "tEXt", "iTXt", "tIME", "secret");
    assertThat(new String(stripped, ISO_8859_1)).doesNotContain("eXIf", "tEXt", "iTXt", "tIME", "secret");
    assertThat(ImageIO.read(new ByteArrayInputStream(stripped)).getWidth()).isEqualTo(640);
  }

  /** What took over an ffmpeg leaves what it likes; -12, with the twelve bytes around each chunk, would be no step at all. */
  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -0x1000, -20, -13, -12, -11, -5, -1, 1, 0x1000, Integer.MAX_VALUE})
  @Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
  void a_png_with_a_chunk_of_an_impossible_length_is_none(int length) {
    for (String type : new String[] {"IDAT", "tEXt", "iCCP"}) {
      ByteBuffer png = ByteBuffer.allocate(8 + 12);
      png.position(8).putInt(length).put(type.getBytes(ISO_8859_1));
      assertIsNoPicture(() -> MetadataStripper.png(png.rewind()));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {13, 0xFFFF})
  void a_jpeg_with_a_segment_beyond_its_end_is_none(int length) {
    for (int marker : new int[] {0xFFDB, 0xFFE1, 0xFFE2}) {
      ByteBuffer jpeg = ByteBuffer.allocate(2 + 14);
      jpeg.putShort((short) 0xFFD8).putShort((short) marker).putShort((short) length);
      assertIsNoPicture(() -> MetadataStripper.jpeg(jpeg.rewind()));
    }
  }

  @Test
  @Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
  void a_jpeg_with_segments_without_a_length_comes_to_an_end() throws Exception {
    ByteBuffer jpeg = ByteBuffer.allocate(16).putInt(0xFFD8_FFDB).rewind();
    assertThat(MetadataStripper.jpeg(jpeg)).hasSize(16);
  }

  @ParameterizedTest
  @EnumSource
  void a_picture_that_was_cut_off_anywhere_is_none_or_ends_there(PictureFormat format) throws Exception {
    byte[] whole =
        Files.readAllBytes(
            switch (format) {
              case JPEG -> TalkativeMedia.jpeg();
              case PNG -> TalkativeMedia.png();
            });
    for (int length = 0; length < Math.min(whole.length, 4096); length++) {
      ByteBuffer cut = ByteBuffer.wrap(Arrays.copyOf(whole, length));
      try {
        byte[] stripped =
            switch (format) {
              case JPEG -> MetadataStripper.jpeg(cut);
              case PNG -> MetadataStripper.png(cut);
            };
        assertThat(stripped).hasSizeLessThanOrEqualTo(length);
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("of a picture");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_picture_that_is_not_whole_gets_no_profile(PictureFormat format, @TempDir Path folder) throws Exception {
    byte[] profile = new byte[128];
    System.arraycopy("RGB ".getBytes(ISO_8859_1), 0, profile, 16, 4);
    Path file = Files.write(folder.resolve("made"), new byte[] {1});
    assertIsNoPicture(() -> MetadataStripper.strip(folder, file, format, Optional.of(profile)));
    Files.write(file, new byte[8]);
    assertIsNoPicture(() -> MetadataStripper.strip(folder, file, PictureFormat.PNG, Optional.of(profile)));
  }

  private static void assertIsNoPicture(ThrowingCallable stripping) {
    assertThatThrownBy(stripping).isInstanceOf(IOException.class).hasMessageContaining("picture");
  }
}
