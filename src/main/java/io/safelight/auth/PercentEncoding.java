package io.safelight.auth;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The percent-encoding of OAuth 1.0a (RFC 5849 section 3.6): letters, digits, {@code - . _ ~} stay, every other byte of
 * the UTF-8 form becomes {@code %XX} in upper case.
 *
 * <p>The signature base string holds names and values encoded twice, which turns a byte either into itself or into
 * {@code %25XX}. And because {@code %} sorts before everything that stays, and upper-case hexadecimal digits sort like
 * the bytes they stand for, encoded texts can be ordered by looking at the bytes alone: the encoded ones first. So
 * nothing is ever encoded once only to be encoded again or compared.
 */
final class PercentEncoding {
  /** Most bytes that one byte becomes when it is encoded twice. */
  static final int TWICE_FACTOR = 5;

  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
  private static final boolean[] STAYS = new boolean[256];
  /** What a byte counts for in the order of encoded texts; the end of a text counts for -1. */
  private static final int[] RANK = new int[256];

  static {
    for (char c : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".toCharArray()) {
      STAYS[c] = true;
    }
    for (int b = 0; b < RANK.length; b++) {
      RANK[b] = STAYS[b] ? RANK.length + b : b;
    }
  }

  private PercentEncoding() {}

  /** Encodes a text once, as ASCII bytes. */
  static byte[] encode(String text) {
    byte[] source = text.getBytes(StandardCharsets.UTF_8);
    int length = 0;
    for (byte b : source) {
      length += STAYS[b & 0xFF] ? 1 : 3;
    }
    byte[] target = new byte[length];
    int at = 0;
    for (byte b : source) {
      if (STAYS[b & 0xFF]) {
        target[at++] = b;
      } else {
        target[at++] = '%';
        target[at++] = HEX[(b >> 4) & 0xF];
        target[at++] = HEX[b & 0xF];
      }
    }
    return target;
  }

  /** How many bytes {@link #encodeTwice} writes. */
  static int lengthTwice(byte[] source) {
    int length = 0;
    for (byte b : source) {
      length += STAYS[b & 0xFF] ? 1 : TWICE_FACTOR;
    }
    return length;
  }

  /**
   * Encodes the first {@code length} bytes twice.
   *
   * @return the index in {@code target} behind the last byte written
   */
  static int encodeTwice(byte[] source, int length, byte[] target, int from) {
    int at = from;
    for (int i = 0; i < length; i++) {
      byte b = source[i];
      if (STAYS[b & 0xFF]) {
        target[at++] = b;
      } else {
        target[at++] = '%';
        target[at++] = '2';
        target[at++] = '5';
        target[at++] = HEX[(b >> 4) & 0xF];
        target[at++] = HEX[b & 0xF];
      }
    }
    return at;
  }

  /** Compares two texts, given as UTF-8, as their encoded forms compare byte by byte. */
  static int compareEncoded(byte[] left, byte[] right) {
    int common = Math.min(left.length, right.length);
    for (int i = 0; i < common; i++) {
      if (left[i] != right[i]) {
        return RANK[left[i] & 0xFF] - RANK[right[i] & 0xFF];
      }
    }
    return left.length - right.length;
  }

  /** The same for texts that do not fit in memory; reads as far as they are equal. */
  static int compareEncoded(InputStream left, InputStream right) throws IOException {
    while (true) {
      int a = left.read();
      int b = right.read();
      if (a != b) {
        return (a < 0 ? -1 : RANK[a]) - (b < 0 ? -1 : RANK[b]);
      }
      if (a < 0) {
        return 0;
      }
    }
  }

  /**
   * Decodes a text; {@code +} stands for itself.
   *
   * @throws IllegalArgumentException when a {@code %} is not followed by two hexadecimal digits, or the bytes are not
   *     UTF-8
   */
  static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] source = text.getBytes(StandardCharsets.UTF_8);
    var target = ByteBuffer.allocate(source.length);
    for (int i = 0; i < source.length; i++) {
      if (source[i] != '%') {
        target.put(source[i]);
        continue;
      }
      if (i + 2 >= source.length) {
        throw new IllegalArgumentException("a percent sign without two digits");
      }
      target.put((byte) (digit(source[i + 1]) << 4 | digit(source[i + 2])));
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(target.flip()).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("not UTF-8", e);
    }
  }

  private static int digit(byte b) {
    int digit = Character.digit((char) (b & 0xFF), 16);
    if (digit < 0) {
      throw new IllegalArgumentException("a percent sign without two digits");
    }
    return digit;
  }
}
