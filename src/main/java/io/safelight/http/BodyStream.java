package io.safelight.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/** A body as a stream that keeps no more than one chunk. */
final class BodyStream extends InputStream {
  private final BodyReader reader;
  private final LongConsumer received;
  private Content.@Nullable Chunk chunk;

  /**
   * @param received told how many bytes are passed on
   */
  BodyStream(BodyReader reader, LongConsumer received) {
    this.reader = reader;
    this.received = received;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    Content.Chunk current = chunk == null ? reader.next() : chunk;
    if (current == null) {
      return -1;
    }
    chunk = current;
    int count = Math.min(length, current.remaining());
    current.getByteBuffer().get(into, offset, count);
    received.accept(count);
    if (!current.hasRemaining()) {
      close();
    }
    return count;
  }

  @Override
  public void close() {
    if (chunk != null) {
      chunk.release();
      chunk = null;
    }
  }
}
