package io.safelight.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.function.LongConsumer;

/** A part of a file as a stream, read when it is needed. The channel is shared with other regions and stays open. */
final class FileRegion extends InputStream {
  private final FileChannel channel;
  private final long end;
  private final LongConsumer read;
  private long position;

  /**
   * A part of the file.
   *
   * @param read told how many bytes were just read
   */
  FileRegion(FileChannel channel, long offset, long length, LongConsumer read) {
    this.channel = channel;
    this.position = offset;
    this.end = offset + length;
    this.read = read;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (position >= end) {
      return -1;
    }
    int wanted = (int) Math.min(length, end - position);
    int count = channel.read(ByteBuffer.wrap(buffer, offset, wanted), position);
    if (count < 0) {
      throw new IOException("the file became shorter while it was being sent");
    }
    position += count;
    read.accept(count);
    return count;
  }
}
