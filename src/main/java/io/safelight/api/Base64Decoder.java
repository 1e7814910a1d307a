package io.safelight.api;

import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Decodes base64 as it streams by (RFC 4648 sections 4 and 5), as tolerantly as the clients of the API need it: white space
 * anywhere, padding or none, either alphabet. Not thread-safe.
 */
final class Base64Decoder {
  private static final int BUFFER = 8 * 1024;
  private static final byte NOT_BASE64 = -1;
  private static final byte WHITE_SPACE = -2;
  private static final byte PADDING = -3;
  private static final byte[] VALUES = values();

  private final String parameter;
  private final boolean spaceIsPlus;
  private final Output output;
  private final ByteBuffer decoded = ByteBuffer.allocate(BUFFER);
  private int bits;
  private int bitCount;
  private long position;
  private boolean padded;

  /** Takes decoded bytes; the buffer is reused afterwards. */
  @FunctionalInterface
  interface Output {
    void write(ByteBuffer bytes) throws IOException;
  }

  /**
   * A decoder for one value.
   *
   * @param parameter what errors call the value
   * @param spaceIsPlus whether a space stands for a plus sign that an urlencoded body did not escape
   */
  Base64Decoder(String parameter, boolean spaceIsPlus, Output output) {
    this.parameter = parameter;
    this.spaceIsPlus = spaceIsPlus;
    this.output = output;
  }

  /**
   * Decodes all remaining bytes.
   *
   * @throws SafelightException MEDIA_TYPE_UNRECOGNIZED when they are not base64
   */
  void write(ByteBuffer encoded) throws IOException {
    while (encoded.hasRemaining()) {
      accept(encoded.get());
    }
  }

  /** The value is complete. */
  void end() throws IOException {
    if (bitCount == 6) {
      throw broken("it ends in the middle of a byte");
    }
    if (decoded.remaining() < 2) {
      flush();
    }
    if (bitCount == 12) {
      decoded.put((byte) (bits >> 4));
    } else if (bitCount == 18) {
      decoded.put((byte) (bits >> 10)).put((byte) (bits >> 2));
    }
    flush();
  }

  private void accept(byte c) throws IOException {
    position++;
    byte value = c < 0 ? NOT_BASE64 : VALUES[c];
    if (c == ' ' && spaceIsPlus && !padded) {
      value = 62;
    }
    if (value >= 0) {
      if (padded) {
        throw broken("data follows the padding at position " + position);
      }
      decode(value);
    } else if (value == PADDING) {
      padded = true;
    } else if (value == NOT_BASE64) {
      throw broken("there is a character at position " + position + " that base64 does not have");
    }
  }

  private void decode(byte value) throws IOException {
    bits = bits << 6 | value;
    bitCount += 6;
    if (bitCount == 24) {
      if (decoded.remaining() < 3) {
        flush();
      }
      decoded.put((byte) (bits >> 16)).put((byte) (bits >> 8)).put((byte) bits);
      bits = 0;
      bitCount = 0;
    }
  }

  private void flush() throws IOException {
    output.write(decoded.flip());
    decoded.clear();
  }

  private SafelightException broken(String how) {
    return new SafelightException(
        ErrorCode.MEDIA_TYPE_UNRECOGNIZED,
        "media type unrecognized. The parameter " + parameter + " is not base64: " + how + ".");
  }

  private static byte[] values() {
    byte[] values = new byte[128];
    Arrays.fill(values, NOT_BASE64);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < alphabet.length(); i++) {
      values[alphabet.charAt(i)] = (byte) i;
    }
    values['-'] = 62;
    values['_'] = 63;
    values[' '] = WHITE_SPACE;
    values['\t'] = WHITE_SPACE;
    values['\r'] = WHITE_SPACE;
    values['\n'] = WHITE_SPACE;
    values['='] = PADDING;
    return values;
  }
}
