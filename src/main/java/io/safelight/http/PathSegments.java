package io.safelight.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Splits a path as sent into its elements, each percent-decoded once (RFC 3986 section 2.4). */
final class PathSegments {
  private PathSegments() {}

  /**
   * The elements after the leading slash.
   *
   * @return null when the path is not absolute, has a broken escape, or an element that could be taken for something
   *     else than one plain name: {@code .}, {@code ..}, or one with a slash, a backslash, a control character or bytes
   *     that are not UTF-8
   */
  static String @Nullable [] decode(String rawPath) {
    if (!rawPath.startsWith("/")) {
      return null;
    }
    String[] segments = rawPath.substring(1).split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      String segment = decodeOne(segments[i]);
      if (segment == null || !isPlain(segment)) {
        return null;
      }
      segments[i] = segment;
    }
    return segments;
  }

  private static boolean isPlain(String segment) {
    return !segment.equals(".")
        && !segment.equals("..")
        && segment.chars().noneMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c));
  }

  private static @Nullable String decodeOne(String raw) {
    if (raw.indexOf('%') < 0) {
      return raw;
    }
    byte[] from = raw.getBytes(StandardCharsets.UTF_8);
    byte[] to = new byte[from.length];
    int length = 0;
    for (int i = 0; i < from.length; i++) {
      if (from[i] != '%') {
        to[length++] = from[i];
      } else {
        int high = i + 2 < from.length ? Character.digit(from[i + 1], 16) : -1;
        int low = i + 2 < from.length ? Character.digit(from[i + 2], 16) : -1;
        if (high < 0 || low < 0) {
          return null;
        }
        to[length++] = (byte) ((high << 4) | low);
        i += 2;
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(to, 0, length)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
