package io.safelight.picture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Puts an ICC profile into a picture that has none. */
final class ColorProfile {
  private static final String JPEG_MARKER = "ICC_PROFILE\0";
  private static final int APP2 = 0xFFE2;
  private static final int JPEG_START = 2;
  private static final int SEGMENT_HEAD = 2 + 2 + 14;
  private static final int MOST_IN_SEGMENT = 65_535 - 2 - 14;
  private static final int MOST_SEGMENTS = 255;

  /** The signature of a PNG and its first chunk. */
  private static final int PNG_START = 8 + 25;

  /** The header of a profile, of which the colour space is a part. */
  private static final int HEADER_LENGTH = 128;

  private static final int COLOR_SPACE = 16;

  private ColorProfile() {}

  /**
   * A picture with a profile. One for anything but RGB would describe pixels that are not there, and is left out.
   *
   * @throws IOException when the picture ends before there is a place for it
   */
  static byte[] embed(byte[] picture, PictureFormat format, byte[] profile) throws IOException {
    boolean rgb =
        profile.length >= HEADER_LENGTH && new String(profile, COLOR_SPACE, 4, ISO_8859_1).equals("RGB ");
    if (!rgb || profile.length > MOST_IN_SEGMENT * MOST_SEGMENTS) {
      return picture;
    }
    int start =
        switch (format) {
          case JPEG -> JPEG_START;
          case PNG -> PNG_START;
        };
    if (picture.length < start) {
      throw new IOException("a picture of " + picture.length + " bytes");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(picture.length + profile.length);
    out.write(picture, 0, start);
    out.writeBytes(
        switch (format) {
          case JPEG -> segments(profile);
          case PNG -> chunk(profile);
        });
    out.write(picture, start, picture.length - start);
    return out.toByteArray();
  }

  /** ICC.1:2022, annex B.4: each segment says which it is, and of how many. */
  private static byte[] segments(byte[] profile) {
    int count = (profile.length + MOST_IN_SEGMENT - 1) / MOST_IN_SEGMENT;
    ByteBuffer out = ByteBuffer.allocate(profile.length + count * SEGMENT_HEAD);
    for (int i = 0; i < count; i++) {
      int from = i * MOST_IN_SEGMENT;
      int length = Math.min(MOST_IN_SEGMENT, profile.length - from);
      out.putShort((short) APP2).putShort((short) (SEGMENT_HEAD - 2 + length)).put(JPEG_MARKER.getBytes(ISO_8859_1));
      out.put((byte) (i + 1)).put((byte) count).put(profile, from, length);
    }
    return out.array();
  }

  /** PNG (third edition), 11.3.2.3. */
  private static byte[] chunk(byte[] profile) {
    byte[] head = "iCCPicc\0\0".getBytes(ISO_8859_1);
    byte[] compressed = compressed(profile);
    ByteBuffer out = ByteBuffer.allocate(8 + head.length + compressed.length);
    out.putInt(head.length - 4 + compressed.length).put(head).put(compressed);
    CRC32 checksum = new CRC32();
    checksum.update(out.array(), 4, head.length + compressed.length);
    return out.putInt((int) checksum.getValue()).array();
  }

  private static byte[] compressed(byte[] bytes) {
    try (Deflater deflater = new Deflater()) {
      deflater.setInput(bytes);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    }
  }
}
