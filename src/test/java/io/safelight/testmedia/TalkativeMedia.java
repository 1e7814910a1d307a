package io.safelight.testmedia;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;

/** Pictures that say more than they show, in every way that their formats have. Each way has the word "secret" in it. */
public final class TalkativeMedia {
  private static final byte[] SECRET = "secret".getBytes(ISO_8859_1);
  private static final byte[] EXIF = exif();
  private static final byte[] XMP = "<x:xmpmeta xmlns:x='adobe:ns:meta/'>secret</x:xmpmeta>".getBytes(ISO_8859_1);
  private static final int APP1 = 0xffe1;
  private static final int APP13 = 0xffed;
  private static final int COMMENT = 0xfffe;

  private TalkativeMedia() {}

  /** EXIF with a place, XMP, IPTC, a comment and an application's own segment; 400x240, upright. */
  public static Path jpeg() {
    byte[] jpeg = bytes(ProcessingMedia.cornerJpeg(1));
    jpeg = withSegment(jpeg, COMMENT, "", SECRET);
    jpeg = withSegment(jpeg, 0xffe4, "own\0", SECRET);
    jpeg = withSegment(jpeg, APP13, "Photoshop 3.0\0", SECRET);
    jpeg = withSegment(jpeg, APP1, "http://ns.adobe.com/xap/1.0/\0", XMP);
    jpeg = withSegment(jpeg, APP1, "Exif\0\0", EXIF);
    return write("talkative.jpg", jpeg);
  }

  /** Text chunks of two kinds, EXIF with a place, XMP, a time and a chunk that nobody knows; 640x480. */
  public static Path png() {
    byte[] png = bytes(TestMedia.png());
    var out = new ByteArrayOutputStream();
    int afterHeader = 8 + 25;
    out.write(png, 0, afterHeader);
    chunk(out, "tEXt", "Comment\0secret".getBytes(ISO_8859_1));
    chunk(out, "iTXt", concat("XML:com.adobe.xmp\0\0\0\0\0".getBytes(ISO_8859_1), XMP));
    chunk(out, "tIME", new byte[] {7, (byte) 0xea, 11, 22, 1, 2, 3});
    chunk(out, "eXIf", EXIF);
    chunk(out, "seCr", SECRET);
    out.write(png, afterHeader, png.length - afterHeader);
    return write("talkative.png", out.toByteArray());
  }

  /** EXIF with a place, and XMP. */
  public static Path webp() {
    byte[] plain = bytes(TestMedia.webp());
    var out = new ByteArrayOutputStream();
    out.write(plain, 0, 12);
    byte[] extended = new byte[10];
    extended[0] = 0x0c;
    putMedium(extended, 4, 640 - 1);
    putMedium(extended, 7, 480 - 1);
    riffChunk(out, "VP8X", extended);
    out.write(plain, 12, plain.length - 12);
    riffChunk(out, "EXIF", EXIF);
    riffChunk(out, "XMP ", XMP);
    byte[] webp = out.toByteArray();
    ByteBuffer.wrap(webp).order(ByteOrder.LITTLE_ENDIAN).putInt(4, webp.length - 8);
    return write("talkative.webp", webp);
  }

  /** A comment; one frame. */
  public static Path gif() {
    byte[] gif = bytes(TestMedia.gifStill());
    // After the screen descriptor and its table of colours.
    int head = 13 + ((gif[10] & 0x80) != 0 ? 3 << ((gif[10] & 7) + 1) : 0);
    byte[] comment = concat(new byte[] {0x21, (byte) 0xfe, (byte) SECRET.length}, concat(SECRET, new byte[1]));
    return write(
        "talkative.gif",
        concat(concat(Arrays.copyOf(gif, head), comment), Arrays.copyOfRange(gif, head, gif.length)));
  }

  /** A place, and behind it a word to look for. */
  private static byte[] exif() {
    return concat(ExifBytes.tiff(1, ByteOrder.BIG_ENDIAN), SECRET);
  }

  private static byte[] withSegment(byte[] jpeg, int marker, String name, byte[] content) {
    return ProcessingMedia.withSegment(jpeg, marker, name, content);
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
    byte[] typed = concat(type.getBytes(ISO_8859_1), data);
    var checksum = new CRC32();
    checksum.update(typed);
    out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    out.writeBytes(typed);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
  }

  private static void riffChunk(ByteArrayOutputStream out, String type, byte[] data) {
    out.writeBytes(type.getBytes(ISO_8859_1));
    out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(data.length).array());
    out.writeBytes(data);
    if (data.length % 2 == 1) {
      out.write(0);
    }
  }

  private static void putMedium(byte[] bytes, int at, int value) {
    bytes[at] = (byte) value;
    bytes[at + 1] = (byte) (value >> 8);
    bytes[at + 2] = (byte) (value >> 16);
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path write(String name, byte[] bytes) {
    return GeneratedFiles.file(name, "%08x".formatted(Arrays.hashCode(bytes)), target -> Files.write(target, bytes));
  }
}
