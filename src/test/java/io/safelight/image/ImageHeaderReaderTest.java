package io.safelight.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.testmedia.ExifBytes;
import io.safelight.testmedia.HeifMedia;
import io.safelight.testmedia.ProcessingMedia;
import io.safelight.testmedia.TestMedia;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageHeaderReaderTest {
  @Test
  void still_images_of_every_format() throws IOException {
    assertThat(read(TestMedia.jpeg(1200, 800))).contains(header("image/jpeg", 1200, 800, 1, false));
    assertThat(read(TestMedia.png())).contains(header("image/png", 640, 480, 1, false));
    assertThat(read(TestMedia.pngWithAlpha())).contains(header("image/png", 640, 480, 1, true));
    assertThat(read(TestMedia.webp())).contains(header("image/webp", 640, 480, 1, false));
    assertThat(read(TestMedia.webpLosslessWithAlpha())).contains(header("image/webp", 640, 480, 1, true));
    assertThat(read(TestMedia.gifStill()).map(ImageHeader::frames)).contains(1);
    assertThat(read(ProcessingMedia.corners("bmp", ""))).contains(header("image/bmp", 400, 240, 1, false));
    assertThat(read(ProcessingMedia.corners("tiff", ""))).contains(header("image/tiff", 400, 240, 1, false));
    assertThat(read(HeifMedia.heic())).contains(header("image/heic", 400, 240, 1, false));
    assertThat(read(HeifMedia.avifWithAlpha())).contains(header("image/avif", 400, 240, 1, true));
  }

  @Test
  void tiles_are_put_together_and_turned_as_the_file_says() throws IOException {
    ImageHeader header = read(HeifMedia.tiledHeic()).orElseThrow();
    HeifImage image = HeifReader.read(HeifMedia.tiledHeic()).orElseThrow();

    assertThat(header.orientation()).isEqualTo(6);
    assertThat(header.displayWidth()).isEqualTo(400);
    assertThat(image.tiles()).hasSize(8);
    assertThat(image.columns()).isEqualTo(2);
    assertThat(image.rows()).isEqualTo(4);
    assertThat(image.profile()).isPresent();
  }

  @Test
  void tiles_that_do_not_fill_the_picture_or_lie_outside_of_the_file_are_no_image() throws IOException {
    byte[] whole = Files.readAllBytes(HeifMedia.tiledHeic());
    int layout = new String(whole, StandardCharsets.ISO_8859_1).indexOf("idat") + 4;
    byte[] larger = whole.clone();
    larger[layout + 4] = 0x20;
    byte[] moreTiles = whole.clone();
    moreTiles[layout + 3] = 7;

    assertThat(read(larger)).isEmpty();
    assertThat(read(moreTiles)).isEmpty();
    assertThat(read(Arrays.copyOf(whole, whole.length - 50))).isEmpty();
  }

  @Test
  void frames_of_animations_are_counted() throws IOException {
    assertThat(read(TestMedia.gif(20, 320, 180)).map(ImageHeader::frames)).contains(20);
    assertThat(read(TestMedia.gif(20, 320, 180)).map(ImageHeader::totalPixels)).contains(20L * 320 * 180);
    assertThat(read(TestMedia.pngAnimated()).map(ImageHeader::frames)).contains(10);
    assertThat(read(TestMedia.webpAnimated()).map(ImageHeader::frames)).contains(10);
    assertThat(read(TestMedia.webpAnimated()).map(ImageHeader::width)).contains(320);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void exif_says_how_a_jpeg_is_turned(int orientation) throws IOException {
    ImageHeader header = read(TestMedia.jpegWithExif(orientation)).orElseThrow();
    assertThat(header.orientation()).isEqualTo(orientation);
    assertThat(header.width()).isEqualTo(1200);
    assertThat(header.displayWidth()).isEqualTo(orientation >= 5 ? 800 : 1200);
    assertThat(header.displayHeight()).isEqualTo(orientation >= 5 ? 1200 : 800);
  }

  @Test
  void png_and_webp_may_have_exif_too() throws IOException {
    byte[] png = Files.readAllBytes(TestMedia.png());
    byte[] tiff = ExifBytes.tiff(6, ByteOrder.BIG_ENDIAN);
    byte[] chunk =
        ByteBuffer.allocate(12 + tiff.length).putInt(tiff.length).put(ascii("eXIf")).put(tiff).putInt(0).array();
    int afterHeader = 8 + 25;
    assertThat(
            read(join(Arrays.copyOf(png, afterHeader), chunk, Arrays.copyOfRange(png, afterHeader, png.length)))
                .map(ImageHeader::orientation))
        .contains(6);
    assertThat(read(extendedWebp(ExifBytes.tiff(8, ByteOrder.LITTLE_ENDIAN))).map(ImageHeader::orientation)).contains(8);
    assertThat(
            read(extendedWebp(join(ascii("Exif\0\0"), ExifBytes.tiff(5, ByteOrder.BIG_ENDIAN))))
                .map(ImageHeader::orientation))
        .contains(5);
  }

  @Test
  void what_is_no_image_has_no_header() throws IOException {
    assertThat(read(TestMedia.mp4())).isEmpty();
    assertThat(read(new byte[0])).isEmpty();
    assertThat(read(ascii("GIF89a"))).isEmpty();
    assertThat(read(ascii("GIF89a\0\0\0\0\0\0\0\0\0\0\0\0"))).isEmpty();
    assertThat(read(ascii("\u00ff\u00d8\u00ff\u00d9" + "\0".repeat(20)))).isEmpty();
    assertThat(read(ascii("RIFF\4\0\0\0WEBP"))).isEmpty();
    assertThat(read(ascii("RIFF\377\377\377\377WEBPVP8X\0\0\0\0"))).isEmpty();
  }

  @Test
  void files_that_end_too_early_are_told() throws IOException {
    for (Path file :
        List.of(TestMedia.jpeg(), TestMedia.png(), TestMedia.webp(), TestMedia.gifAnimated(), TestMedia.pngAnimated())) {
      byte[] whole = Files.readAllBytes(file);
      assertThat(read(whole).map(ImageHeader::truncated)).as("%s", file).contains(false);
      assertThat(read(Arrays.copyOf(whole, whole.length * 2 / 3)).map(ImageHeader::truncated)).as("%s", file).contains(true);
    }
  }

  @Test
  void a_gif_without_its_trailer_is_whole() throws IOException {
    byte[] gif = Files.readAllBytes(TestMedia.gifAnimated());
    assertThat(read(Arrays.copyOf(gif, gif.length - 1)).map(ImageHeader::truncated)).contains(false);
  }

  @Test
  void absurd_sizes_are_told_and_do_not_overflow() throws IOException {
    byte[] png = Files.readAllBytes(TestMedia.png());
    ByteBuffer.wrap(png).putInt(16, Integer.MAX_VALUE).putInt(20, 1);
    assertThat(read(png).map(ImageHeader::totalPixels)).contains((long) Integer.MAX_VALUE);
    ByteBuffer.wrap(png).putInt(16, -1);
    assertThat(read(png)).isEmpty();
    ByteBuffer.wrap(png).putInt(16, 0);
    assertThat(read(png)).isEmpty();
  }

  @Test
  void a_gif_of_very_many_frames_ends_the_count() throws IOException {
    byte[] frame = {0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 0};
    ByteArrayOutputStream gif = new ByteArrayOutputStream();
    gif.writeBytes(ascii("GIF89a\1\0\1\0\0\0\0"));
    for (int i = 0; i < 120_000; i++) {
      gif.writeBytes(frame);
    }
    assertThat(read(gif.toByteArray()).map(ImageHeader::frames)).contains(ImageHeader.MOST_FRAMES + 1);
  }

  /** Whatever the bytes are, there is an answer, and none but an empty one has an absurd size. */
  @Test
  void damaged_files_never_lead_to_an_exception() throws IOException {
    Random random = new Random(42);
    for (Path file :
        List.of(
            TestMedia.jpegWithExif(6),
            TestMedia.png(),
            TestMedia.pngAnimated(),
            TestMedia.gifAnimated(),
            TestMedia.webp(),
            TestMedia.webpAnimated(),
            TestMedia.webpLosslessWithAlpha(),
            ProcessingMedia.corners("bmp", ""),
            ProcessingMedia.corners("tiff", "-compression_algo lzw"),
            HeifMedia.tiledHeic(),
            HeifMedia.avifWithAlpha())) {
      byte[] whole = Files.readAllBytes(file);
      for (int round = 0; round < 400; round++) {
        byte[] damaged = Arrays.copyOf(whole, round % 2 == 0 ? whole.length : random.nextInt(whole.length));
        // Most of the structure stands near the beginning.
        int reach = round % 4 < 2 ? Math.min(800, damaged.length) : damaged.length;
        for (int flip = 0; flip < 5 && reach > 12; flip++) {
          damaged[12 + random.nextInt(reach - 12)] ^= (byte) (1 << random.nextInt(8));
        }
        Optional<ImageHeader> header = read(damaged);
        assertThat(header.map(h -> h.width() > 0 && h.height() > 0 && h.frames() > 0 && h.orientation() <= 8))
            .isIn(Optional.empty(), Optional.of(true));
        assertThat(framesOfWebp(damaged)).allMatch(frame -> frame.width() > 0 && frame.height() > 0 && frame.length() > 0);
      }
    }
  }

  private static Optional<ImageHeader> read(byte[] bytes) throws IOException {
    return ImageHeaderReader.read(new BytesChannel(ByteBuffer.wrap(bytes)));
  }

  private static List<WebpFrame> framesOfWebp(byte[] bytes) throws IOException {
    try {
      return WebpAnimation.read(new ByteSource(new BytesChannel(ByteBuffer.wrap(bytes))))
          .map(WebpAnimation::frames)
          .orElse(List.of());
    } catch (EOFException e) {
      return List.of();
    }
  }

  private static Optional<ImageHeader> read(Path file) throws IOException {
    return ImageHeaderReader.read(file);
  }

  private static ImageHeader header(String contentType, int width, int height, int frames, boolean alpha) {
    return new ImageHeader(contentType, width, height, 1, frames, alpha, 0, false);
  }

  /** The simple WebP of the tests as an extended one. */
  private static byte[] extendedWebp(byte[] exif) throws IOException {
    byte[] simple = Files.readAllBytes(TestMedia.webp());
    byte[] padded = Arrays.copyOf(exif, exif.length + exif.length % 2);
    ByteBuffer webp =
        ByteBuffer.allocate(simple.length + 18 + 8 + padded.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(simple, 0, 12)
            .put(ascii("VP8X"))
            .putInt(10)
            .putInt(8)
            .put(new byte[] {(byte) (639 & 0xff), 639 >> 8, 0, (byte) (479 & 0xff), 479 >> 8, 0})
            .put(simple, 12, simple.length - 12)
            .put(ascii("EXIF"))
            .putInt(exif.length)
            .put(padded);
    return webp.putInt(4, webp.capacity() - 8).array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(joined::writeBytes);
    return joined.toByteArray();
  }

  /** Bytes in memory that are read like a file. */
  private record BytesChannel(ByteBuffer bytes) implements SeekableByteChannel {
    @Override
    public int read(ByteBuffer target) {
      if (!bytes.hasRemaining()) {
        return -1;
      }
      int count = Math.min(target.remaining(), bytes.remaining());
      target.put(bytes.slice(bytes.position(), count));
      bytes.position(bytes.position() + count);
      return count;
    }

    @Override
    public long position() {
      return bytes.position();
    }

    @Override
    public SeekableByteChannel position(long position) {
      bytes.position((int) Math.min(position, bytes.limit()));
      return this;
    }

    @Override
    public long size() {
      return bytes.limit();
    }

    @Override
    public int write(ByteBuffer source) {
      throw new UnsupportedOperationException();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
