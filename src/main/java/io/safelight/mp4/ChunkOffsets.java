package io.safelight.mp4;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;

/**
 * Where the chunks of a track are, counted from the beginning of the file (ISO/IEC 14496-12, section 8.7.5).
 *
 * @param wide whether each has 64 bits
 * @param entries the numbers alone
 */
record ChunkOffsets(boolean wide, int versionAndFlags, ByteBuffer entries) {
  private static final int HEADER_BYTES = BoxHeader.SHORT + 8;

  /**
   * Reads the content of a box.
   *
   * @throws UnmovableIndexException when it claims more than it has
   */
  static ChunkOffsets of(boolean wide, ByteBuffer content) throws UnmovableIndexException {
    if (content.remaining() < 8) {
      throw new UnmovableIndexException("a table of places without a length");
    }
    long bytes = Integer.toUnsignedLong(content.getInt(4)) * width(wide);
    if (bytes > content.remaining() - 8) {
      throw new UnmovableIndexException("a table of places of " + bytes + " bytes in " + content.remaining());
    }
    return new ChunkOffsets(wide, content.getInt(0), content.slice(8, (int) bytes));
  }

  int count() {
    return entries.remaining() / width(wide);
  }

  long at(int index) {
    return wide ? entries.getLong(index * Long.BYTES) : Integer.toUnsignedLong(entries.getInt(index * Integer.BYTES));
  }

  /** Length of the box that {@link #write} makes. */
  long bytes(boolean asWide) {
    return HEADER_BYTES + (long) count() * width(asWide);
  }

  /** Writes the box, with all places shifted. */
  void write(ByteBuffer to, long shift, boolean asWide) {
    to.putInt((int) bytes(asWide)).put((asWide ? "co64" : "stco").getBytes(ISO_8859_1));
    to.putInt(versionAndFlags).putInt(count());
    for (int i = 0; i < count(); i++) {
      if (asWide) {
        to.putLong(at(i) + shift);
      } else {
        to.putInt((int) (at(i) + shift));
      }
    }
  }

  private static int width(boolean wide) {
    return wide ? Long.BYTES : Integer.BYTES;
  }
}
