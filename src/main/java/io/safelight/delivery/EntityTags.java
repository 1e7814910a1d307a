package io.safelight.delivery;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Entity tags in conditional headers (RFC 9110 section 8.8.3). */
final class EntityTags {
  /** A weakness mark, if any, and the opaque tag with its quotes, which may hold commas. */
  private static final Pattern TAG = Pattern.compile("(W/)?(\"[\\x21\\x23-\\x7e\\x80-\\xff]*+\")");

  private EntityTags() {}

  /**
   * Whether a header's list names a tag, or is {@code *}.
   *
   * @param strong whether tags marked as weak never match, as If-Match wants it
   */
  static boolean listed(String header, String tag, boolean strong) {
    if (header.strip().equals("*")) {
      return true;
    }
    Matcher matcher = TAG.matcher(header);
    while (matcher.find()) {
      boolean weak = matcher.group(1) != null;
      if (tag.equals(matcher.group(2)) && !(weak && strong)) {
        return true;
      }
    }
    return false;
  }
}
