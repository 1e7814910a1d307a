package io.safelight.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The boxes of an MP4 file (ISO/IEC 14496-12), for making files that no muxer would write. Each change works on a copy, so a
 * file can be spoiled in any number of ways.
 */
public final class Boxes {
  private static final int HEADER = 8;

  private Boxes() {}

  /** A box with its right size. */
  public static byte[] box(String type, byte[]... contents) {
    return boxOfSize(HEADER + Arrays.stream(contents).mapToInt(content -> content.length).sum(), type, contents);
  }

  /** A box that claims a size of its own. */
  public static byte[] boxOfSize(int size, String type, byte[]... contents) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(ByteBuffer.allocate(HEADER).putInt(size).put(type.getBytes(ISO_8859_1)).array());
    for (byte[] content : contents) {
      bytes.writeBytes(content);
    }
    return bytes.toByteArray();
  }

  public static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }

  /** Where the first box that is reached by these types begins, each in the one before. */
  public static int find(byte[] file, String... path) {
    int from = 0;
    int to = file.length;
    int at = 0;
    for (String type : path) {
      at = find(file, from, to, type);
      to = at + size(file, at);
      from = at + HEADER;
    }
    return at;
  }

  /** The bytes of a box, with its header. */
  public static byte[] copy(byte[] file, String... path) {
    int at = find(file, path);
    return Arrays.copyOfRange(file, at, at + size(file, at));
  }

  /** A copy in which the number at this distance from the beginning of the content of a box is another one. */
  public static byte[] withInt(byte[] file, int offset, int value, String... path) {
    byte[] changed = file.clone();
    ByteBuffer.wrap(changed).putInt(find(file, path) + HEADER + offset, value);
    return changed;
  }

  /** A copy in which another box stands in the place of one; those around it are as long as they have to be. */
  static byte[] withBox(byte[] file, byte[] box, String... path) {
    int at = find(file, path);
    int size = size(file, at);
    byte[] changed = concat(Arrays.copyOf(file, at), box, Arrays.copyOfRange(file, at + size, file.length));
    for (int depth = 1; depth < path.length; depth++) {
      int around = find(file, Arrays.copyOf(path, depth));
      ByteBuffer.wrap(changed).putInt(around, size(file, around) + box.length - size);
    }
    return changed;
  }

  public static int intAt(byte[] file, int offset, String... path) {
    return ByteBuffer.wrap(file).getInt(find(file, path) + HEADER + offset);
  }

  private static int size(byte[] file, int at) {
    return ByteBuffer.wrap(file).getInt(at);
  }

  private static int find(byte[] file, int from, int to, String type) {
    int at = from;
    while (at < to) {
      if (new String(file, at + 4, 4, ISO_8859_1).equals(type)) {
        return at;
      }
      at += size(file, at);
    }
    throw new IllegalArgumentException("no " + type);
  }
}
