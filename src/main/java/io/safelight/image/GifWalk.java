package io.safelight.image;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.IOException;

/** Walks through the blocks of a GIF (GIF89a specification) and counts its frames. */
final class GifWalk {
  private static final int SIGNATURE_LENGTH = 6;
  private static final int EXTENSION = 0x21;
  private static final int GRAPHIC_CONTROL = 0xf9;
  private static final int IMAGE = 0x2c;
  private static final int PADDING = 0;

  private GifWalk() {}

  static void walk(ByteSource source, ImageFacts facts) throws IOException {
    source.skip(SIGNATURE_LENGTH);
    facts.size(source.unsignedShort(LITTLE_ENDIAN), source.unsignedShort(LITTLE_ENDIAN));
    int flags = source.unsignedByte();
    source.skip(2);
    skipColours(source, flags);
    int frames = 0;
    // Many files lack the trailer; one that ends between two blocks is whole for every viewer.
    while (source.remaining() > 0 && frames <= ImageHeader.MOST_FRAMES && source.position() < ImageHeaderReader.MOST_BYTES) {
      switch (source.unsignedByte()) {
        case IMAGE -> {
          facts.frames(++frames);
          source.skip(8);
          skipColours(source, source.unsignedByte());
          source.skip(1);
          skipSubBlocks(source);
        }
        case EXTENSION -> readExtension(source, facts);
        case PADDING -> {}
        default -> {
          return;
        }
      }
    }
  }

  private static void readExtension(ByteSource source, ImageFacts facts) throws IOException {
    if (source.unsignedByte() == GRAPHIC_CONTROL) {
      int length = source.unsignedByte();
      if (length == 0) {
        return;
      }
      if ((source.unsignedByte() & 1) != 0) {
        facts.alpha();
      }
      source.skip(length - 1L);
    }
    skipSubBlocks(source);
  }

  /** A table of colours follows when the highest flag is set; the lowest three are the logarithm of its size. */
  private static void skipColours(ByteSource source, int flags) throws IOException {
    if ((flags & 0x80) != 0) {
      source.skip(3L << ((flags & 7) + 1));
    }
  }

  private static void skipSubBlocks(ByteSource source) throws IOException {
    int length = source.unsignedByte();
    while (length != 0 && source.position() < ImageHeaderReader.MOST_BYTES) {
      source.skip(length);
      length = source.unsignedByte();
    }
  }
}
