package io.safelight.mp4;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * How a box begins (ISO/IEC 14496-12, section 4.2). Its numbers are those of the file and may be nonsense.
 *
 * @param type four characters
 * @param headerBytes length of what stands before the content: 8, or 16 where the length has 64 bits
 * @param bytes length of all of it, with the header; 0 when it goes on to the end
 */
record BoxHeader(String type, int headerBytes, long bytes) {
  static final int SHORT = 8;
  static final int LONG = 16;

  private static final int FOLLOWS = 1;

  /** Reads what begins at the position, which stays where it is; empty when there are too few bytes. */
  static Optional<BoxHeader> peek(ByteBuffer in) {
    int at = in.position();
    if (in.remaining() < bytesAt(in)) {
      return Optional.empty();
    }
    byte[] type = new byte[4];
    in.get(at + 4, type);
    int bytes = in.getInt(at);
    return Optional.of(
        bytes == FOLLOWS
            ? new BoxHeader(new String(type, ISO_8859_1), LONG, in.getLong(at + 8))
            : new BoxHeader(new String(type, ISO_8859_1), SHORT, Integer.toUnsignedLong(bytes)));
  }

  /** How many bytes the header at the position has, as far as can be told. */
  static int bytesAt(ByteBuffer in) {
    return in.remaining() >= SHORT && in.getInt(in.position()) == FOLLOWS ? LONG : SHORT;
  }

  /** Whether the box has a length of its own, and ends within the next so many bytes. */
  boolean fits(long within) {
    return bytes >= headerBytes && bytes <= within;
  }

  /** The length, where the last box of these bytes may go on to their end. */
  BoxHeader upTo(long end) {
    return bytes == 0 ? new BoxHeader(type, headerBytes, end) : this;
  }
}
