package io.safelight.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;

/** Reads numbers from a channel through a small buffer, and skips without reading. Not thread-safe. */
final class ByteSource {
  private static final int BUFFER_SIZE = 8 * 1024;

  private final SeekableByteChannel channel;
  private final long size;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_SIZE).limit(0);
  private long bufferStart;

  ByteSource(SeekableByteChannel channel) throws IOException {
    this.channel = channel;
    this.size = channel.size();
  }

  /** Bytes before the next one to be read. */
  long position() {
    return bufferStart + buffer.position();
  }

  /** Bytes that are left. */
  long remaining() {
    return size - position();
  }

  /**
   * The next byte.
   *
   * @throws EOFException at the end
   */
  int unsignedByte() throws IOException {
    return require(1).get() & 0xff;
  }

  int unsignedShort(ByteOrder order) throws IOException {
    return require(Short.BYTES).order(order).getShort() & 0xffff;
  }

  /** Three bytes, the lowest first. */
  int unsignedMedium() throws IOException {
    int low = unsignedShort(ByteOrder.LITTLE_ENDIAN);
    return low | unsignedByte() << 16;
  }

  long unsignedInt(ByteOrder order) throws IOException {
    return require(Integer.BYTES).order(order).getInt() & 0xffff_ffffL;
  }

  /**
   * Exactly so many bytes.
   *
   * @throws EOFException when there are fewer
   */
  byte[] bytes(int count) throws IOException {
    byte[] bytes = new byte[count];
    for (int read = 0; read < count; ) {
      int part = Math.min(count - read, BUFFER_SIZE);
      require(part).get(bytes, read, part);
      read += part;
    }
    return bytes;
  }

  /**
   * Passes over so many bytes.
   *
   * @throws EOFException when there are fewer
   */
  void skip(long count) throws IOException {
    if (count > remaining()) {
      throw new EOFException();
    }
    seek(position() + count);
  }

  /**
   * Passes over everything up to the next byte of this value, and over that. Megabytes of coded data are searched in this way,
   * so it looks at the buffer itself.
   *
   * @param end where the search is given up at the latest, but for the length of the buffer
   * @throws EOFException when there is none up to the end of the file
   */
  void skipPast(int value, long end) throws IOException {
    while (position() < end) {
      byte[] bytes = require(1).array();
      for (int i = buffer.position(); i < buffer.limit(); i++) {
        if (bytes[i] == (byte) value) {
          buffer.position(i + 1);
          return;
        }
      }
      buffer.position(buffer.limit());
    }
  }

  /** Goes to a place in the file that is not behind its end. */
  void seek(long position) {
    if (position >= bufferStart && position <= bufferStart + buffer.limit()) {
      buffer.position((int) (position - bufferStart));
    } else {
      bufferStart = position;
      buffer.clear().limit(0);
    }
  }

  private ByteBuffer require(int count) throws IOException {
    if (buffer.remaining() >= count) {
      return buffer;
    }
    long start = position();
    buffer.compact();
    bufferStart = start;
    channel.position(start + buffer.position());
    while (buffer.position() < count) {
      if (channel.read(buffer) < 0) {
        buffer.flip();
        throw new EOFException();
      }
    }
    buffer.flip();
    return buffer;
  }
}
