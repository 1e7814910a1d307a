package io.safelight.image;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Walks through the markers of a JPEG (ITU-T T.81, annex B) up to its end. */
final class JpegWalk {
  private static final int START_OF_IMAGE = 0xd8;
  private static final int END_OF_IMAGE = 0xd9;
  private static final int APP1 = 0xe1;
  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

  private JpegWalk() {}

  static void walk(ByteSource source, ImageFacts facts) throws IOException {
    int marker = nextMarker(source);
    while (marker != END_OF_IMAGE && source.position() < ImageHeaderReader.MOST_BYTES) {
      if (!standsAlone(marker)) {
        int length = source.unsignedShort(BIG_ENDIAN) - 2;
        if (length < 0) {
          return;
        }
        long end = source.position() + length;
        readSegment(marker, length, source, facts);
        source.skip(end - source.position());
      }
      marker = nextMarker(source);
    }
  }

  private static void readSegment(int marker, int length, ByteSource source, ImageFacts facts) throws IOException {
    if (isFrameHeader(marker) && length >= 5) {
      source.skip(1);
      int height = source.unsignedShort(BIG_ENDIAN);
      facts.size(source.unsignedShort(BIG_ENDIAN), height);
    } else if (marker == APP1 && length > EXIF.length) {
      byte[] segment = source.bytes(length);
      if (Arrays.equals(segment, 0, EXIF.length, EXIF, 0, EXIF.length)) {
        facts.orientation(ExifOrientation.of(Arrays.copyOfRange(segment, EXIF.length, length)));
      }
    }
  }

  /** Passes over coded data, in which 0xff is followed by 0, and over fill bytes. */
  private static int nextMarker(ByteSource source) throws IOException {
    while (source.position() < ImageHeaderReader.MOST_BYTES) {
      source.skipPast(0xff, ImageHeaderReader.MOST_BYTES);
      int next = source.unsignedByte();
      while (next == 0xff && source.position() < ImageHeaderReader.MOST_BYTES) {
        next = source.unsignedByte();
      }
      if (next != 0 && next != 0xff) {
        return next;
      }
    }
    return END_OF_IMAGE;
  }

  /** SOF0 to SOF15, between which lie the markers of tables and of an extension. */
  private static boolean isFrameHeader(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  private static boolean standsAlone(int marker) {
    return marker == START_OF_IMAGE || marker == 0x01 || (marker >= 0xd0 && marker <= 0xd7);
  }
}
