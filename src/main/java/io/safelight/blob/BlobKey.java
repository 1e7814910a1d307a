package io.safelight.blob;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * A key, or a prefix of keys, that was checked to name something inside the blob folder and nothing else.
 *
 * @param text parts of digits, lower-case letters, dots and dashes, joined by slashes; no part is empty, begins or ends with a
 *     dot, or holds two dots in a row
 */
record BlobKey(String text) {
  private static final String PART = "[0-9a-z-]++(?:\\.[0-9a-z-]++)*+";
  private static final Pattern KEY = Pattern.compile(PART + "(?:/" + PART + ")*+");
  private static final int MAX_LENGTH = 512;

  BlobKey {
    if (text.length() > MAX_LENGTH || !KEY.matcher(text).matches()) {
      throw new IllegalArgumentException("not a blob key: '" + text + "'");
    }
  }

  static boolean isPrefix(String text) {
    return text.endsWith("/");
  }

  /** Reads a prefix, which ends in a slash. */
  static BlobKey ofPrefix(String text) {
    if (!isPrefix(text)) {
      throw new IllegalArgumentException("a prefix ends in a slash: '" + text + "'");
    }
    return new BlobKey(text.substring(0, text.length() - 1));
  }

  /** Number of the shard, 0 to 65535; the same for all keys with the same first part. */
  int shard() {
    int slash = text.indexOf('/');
    String group = slash < 0 ? text : text.substring(0, slash);
    var hash = new CRC32C();
    hash.update(group.getBytes(StandardCharsets.US_ASCII));
    return (int) hash.getValue() & 0xFFFF;
  }

  /** The shard's folder, relative to the blob folder: {@code aa/bb}. */
  Path shardFolder() {
    HexFormat hex = HexFormat.of();
    int shard = shard();
    return Path.of(hex.toHexDigits((byte) (shard >>> 8)), hex.toHexDigits((byte) shard));
  }
}
