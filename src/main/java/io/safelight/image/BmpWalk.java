package io.safelight.image;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.IOException;

/** Reads the two headers of a Windows bitmap. */
final class BmpWalk {
  private static final int FILE_HEADER_LENGTH = 14;

  /** Of OS/2 1.x, whose sides have 16 bits. */
  private static final int OLD_HEADER_LENGTH = 12;

  private BmpWalk() {}

  static void walk(ByteSource source, ImageFacts facts) throws IOException {
    source.skip(2);
    long length = source.unsignedInt(LITTLE_ENDIAN);
    source.skip(FILE_HEADER_LENGTH - 6);
    if (source.unsignedInt(LITTLE_ENDIAN) == OLD_HEADER_LENGTH) {
      facts.size(source.unsignedShort(LITTLE_ENDIAN), source.unsignedShort(LITTLE_ENDIAN));
    } else {
      int width = (int) source.unsignedInt(LITTLE_ENDIAN);
      // A negative height says that the rows are stored from the top.
      facts.size(width, Math.abs((long) (int) source.unsignedInt(LITTLE_ENDIAN)));
    }
    source.skip(Math.max(0, length - source.position()));
  }
}
