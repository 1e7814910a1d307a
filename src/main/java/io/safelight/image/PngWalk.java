package io.safelight.image;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.io.IOException;

/** Walks through the chunks of a PNG (third edition, sections 5 and 11) up to its end. */
final class PngWalk {
  private static final int SIGNATURE_LENGTH = 8;
  private static final int CHECKSUM_LENGTH = 4;

  /** Colour types with an alpha channel have this bit. */
  private static final int ALPHA = 4;

  private PngWalk() {}

  static void walk(ByteSource source, ImageFacts facts) throws IOException {
    source.skip(SIGNATURE_LENGTH);
    while (source.position() < ImageHeaderReader.MOST_BYTES) {
      long length = source.unsignedInt(BIG_ENDIAN);
      String type = FourCharacters.read(source);
      if (!facts.hasSize() && !type.equals("IHDR")) {
        return;
      }
      long end = source.position() + length + CHECKSUM_LENGTH;
      switch (type) {
        case "IHDR" -> {
          facts.size(source.unsignedInt(BIG_ENDIAN), source.unsignedInt(BIG_ENDIAN));
          source.skip(1);
          if ((source.unsignedByte() & ALPHA) != 0) {
            facts.alpha();
          }
        }
        case "tRNS" -> facts.alpha();
        case "acTL" -> facts.frames(source.unsignedInt(BIG_ENDIAN));
        case "eXIf" -> facts.orientation(ExifOrientation.read(source, length));
        case "IEND" -> {
          return;
        }
        default -> {
          if (PngMetadata.isIn(type) && facts.metadataBytes() <= ImageHeader.MOST_METADATA_BYTES) {
            facts.metadata(PngMetadata.unpackedBytes(source, type, length));
          }
        }
      }
      if (end < source.position()) {
        return;
      }
      source.skip(end - source.position());
    }
  }
}
