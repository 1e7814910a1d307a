package io.safelight.image;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.IOException;

/** Walks through the chunks of a WebP (RFC 9649, section 2). */
final class WebpWalk {
  private static final int CHUNK_HEADER_LENGTH = 8;
  private static final int LOSSY_START_CODE = 0x2a019d;
  private static final int LOSSLESS_SIGNATURE = 0x2f;
  private static final int ALPHA = 0x10;

  private WebpWalk() {}

  static void walk(ByteSource source, ImageFacts facts) throws IOException {
    source.skip(4);
    long end = source.unsignedInt(LITTLE_ENDIAN) + CHUNK_HEADER_LENGTH;
    source.skip(4);
    int frames = 0;
    while (source.position() + CHUNK_HEADER_LENGTH <= end && source.position() < ImageHeaderReader.MOST_BYTES) {
      String type = FourCharacters.read(source);
      long length = source.unsignedInt(LITTLE_ENDIAN);
      long chunkEnd = source.position() + length;
      switch (type) {
        case "VP8X" -> readExtended(source, facts);
        case "VP8 " -> readLossy(source, facts);
        case "VP8L" -> readLossless(source, facts);
        case "ALPH" -> facts.alpha();
        case "ANMF" -> facts.frames(++frames);
        case "EXIF" -> facts.orientation(ExifOrientation.read(source, length));
        default -> {}
      }
      if (chunkEnd < source.position()) {
        return;
      }
      source.skip(chunkEnd - source.position());
      if (length % 2 == 1 && source.remaining() > 0) {
        source.skip(1);
      }
    }
  }

  private static void readExtended(ByteSource source, ImageFacts facts) throws IOException {
    if ((source.unsignedByte() & ALPHA) != 0) {
      facts.alpha();
    }
    source.skip(3);
    facts.size(source.unsignedMedium() + 1L, source.unsignedMedium() + 1L);
  }

  /** A key frame (RFC 6386, section 9.1). In an extended file the size is that of the canvas, which came before. */
  private static void readLossy(ByteSource source, ImageFacts facts) throws IOException {
    source.skip(3);
    if (source.unsignedMedium() == LOSSY_START_CODE && !facts.hasSize()) {
      int width = source.unsignedShort(LITTLE_ENDIAN) & 0x3fff;
      facts.size(width, source.unsignedShort(LITTLE_ENDIAN) & 0x3fff);
    }
  }

  /** RFC 9649, section 3.4: 14 bits each of width and height less one, then a bit for alpha. */
  private static void readLossless(ByteSource source, ImageFacts facts) throws IOException {
    if (source.unsignedByte() != LOSSLESS_SIGNATURE || facts.hasSize()) {
      return;
    }
    long bits = source.unsignedInt(LITTLE_ENDIAN);
    facts.size((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1);
    if ((bits >> 28 & 1) != 0) {
      facts.alpha();
    }
  }
}
