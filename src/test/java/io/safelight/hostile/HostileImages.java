package io.safelight.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.safelight.testmedia.TestMedia;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Images of few bytes that would take gigabytes of memory or minutes of time to decode. */
public final class HostileImages {
  private static final int PNG_SIGNATURE = 8;
  private static final int PNG_HEADER = 25;

  private HostileImages() {}

  /** Sixteen thousand by sixteen thousand pixels of one colour: a megabyte at most. */
  static byte[] pngBomb() {
    int side = 16_000;
    return png(header(side, side), chunk("IDAT", deflated((long) side * (side * 3 + 1))), chunk("IEND"));
  }

  /** A small picture by its first header, and a huge one by its second, which is the one that decoders obey. */
  static byte[] pngOfTwoHeaders() {
    int side = 16_000;
    return png(header(16, 16), header(side, side), chunk("IDAT", deflated(50_000_000)), chunk("IEND"));
  }

  /** A picture that can be shown, with a comment of two hundred megabytes. */
  public static byte[] pngWithTextBomb() {
    return pngWith("zTXt", "Comment\0\0");
  }

  static byte[] pngWithTranslatedTextBomb() {
    return pngWith("iTXt", "Comment\0\1\0en\0Comment\0");
  }

  static byte[] pngWithProfileBomb() {
    return pngWith("iCCP", "Profile\0\0");
  }

  private static byte[] pngWith(String chunkType, String before) {
    byte[] file = bytes(TestMedia.png());
    return Boxes.concat(
        Arrays.copyOf(file, PNG_SIGNATURE + PNG_HEADER),
        chunk(chunkType, before.getBytes(ISO_8859_1), deflated(200_000_000)),
        Arrays.copyOfRange(file, PNG_SIGNATURE + PNG_HEADER, file.length));
  }

  /** A screen of the largest size that a GIF can name. */
  static byte[] gifBomb() {
    byte[] file = bytes(TestMedia.gifAnimated());
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putShort(6, (short) 65_000).putShort(8, (short) 65_000);
    return file;
  }

  /** A small screen, and frames larger than any screen. */
  static byte[] gifOfFramesBeyondItsScreen() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("GIF89a".getBytes(ISO_8859_1));
    bytes.writeBytes(new byte[] {16, 0, 16, 0, (byte) 0x80, 0, 0, 0, 0, 0, -1, -1, -1});
    for (int i = 0; i < 300; i++) {
      bytes.writeBytes(
          ByteBuffer.allocate(15)
              .order(ByteOrder.LITTLE_ENDIAN)
              .put((byte) 0x2c)
              .putShort((short) 0)
              .putShort((short) 0)
              .putShort((short) 65_535)
              .putShort((short) 65_535)
              .put((byte) 0)
              .put(new byte[] {2, 2, 0x4c, 1, 0})
              .array());
    }
    bytes.write(0x3b);
    return bytes.toByteArray();
  }

  /** More frames than any GIF needs, each of one byte or so. */
  static byte[] gifOfFramesWithoutEnd() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("GIF89a".getBytes(ISO_8859_1));
    bytes.writeBytes(new byte[] {0, 1, 0, 1, (byte) 0x80, 0, 0, 0, 0, 0, -1, -1, -1});
    byte[] frame = {0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x4c, 1, 0};
    for (int i = 0; i < 500_000; i++) {
      bytes.writeBytes(frame);
    }
    bytes.write(0x3b);
    return bytes.toByteArray();
  }

  /** The largest canvas that a WebP can name around a picture of a few pixels. */
  static byte[] webpBomb() {
    byte[] picture = bytes(TestMedia.webp());
    byte[] frame = Arrays.copyOfRange(picture, 12, picture.length);
    byte[] canvas = {'V', 'P', '8', 'X', 10, 0, 0, 0, 0, 0, 0, 0, -1, 0x3f, 0, -1, 0x3f, 0};
    return riff(canvas, frame);
  }

  /** A canvas of a few pixels around a lossless picture that claims the most there can be. */
  static byte[] webpLargerThanItsCanvas() {
    byte[] canvas = {'V', 'P', '8', 'X', 10, 0, 0, 0, 0, 0, 0, 0, 15, 0, 0, 15, 0, 0};
    byte[] lossless = {'V', 'P', '8', 'L', 12, 0, 0, 0, 0x2f, -1, -1, -1, 0x0f, 0, 0, 0, 0, 0, 0, 0};
    return riff(canvas, lossless);
  }

  private static byte[] riff(byte[]... chunks) {
    byte[] content = Boxes.concat(chunks);
    byte[] head =
        ByteBuffer.allocate(12)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put("RIFF".getBytes(ISO_8859_1))
            .putInt(content.length + 4)
            .put("WEBP".getBytes(ISO_8859_1))
            .array();
    return Boxes.concat(head, content);
  }

  private static byte[] png(byte[]... chunks) {
    return Boxes.concat(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'}, Boxes.concat(chunks));
  }

  /** Eight bits for each of three colours. */
  private static byte[] header(int width, int height) {
    return chunk("IHDR", ByteBuffer.allocate(13).putInt(width).putInt(height).put(new byte[] {8, 2, 0, 0, 0}).array());
  }

  private static byte[] chunk(String type, byte[]... contents) {
    byte[] content = Boxes.concat(contents);
    CRC32 checksum = new CRC32();
    checksum.update(type.getBytes(ISO_8859_1));
    checksum.update(content);
    return ByteBuffer.allocate(12 + content.length)
        .putInt(content.length)
        .put(type.getBytes(ISO_8859_1))
        .put(content)
        .putInt((int) checksum.getValue())
        .array();
  }

  /** So many zeros, compressed. */
  private static byte[] deflated(long zeros) {
    Deflater deflater = new Deflater();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] input = new byte[1 << 20];
    byte[] output = new byte[1 << 16];
    for (long left = zeros; left > 0; left -= input.length) {
      deflater.setInput(input, 0, (int) Math.min(left, input.length));
      for (int count; (count = deflater.deflate(output)) > 0; ) {
        bytes.write(output, 0, count);
      }
    }
    deflater.finish();
    for (int count; (count = deflater.deflate(output)) > 0; ) {
      bytes.write(output, 0, count);
    }
    deflater.end();
    return bytes.toByteArray();
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
