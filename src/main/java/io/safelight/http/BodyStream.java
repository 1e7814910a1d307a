package io.safelight.http;

import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/** A body as a stream that keeps no more than one chunk. */
final class BodyStream extends InputStream {
  private final BodyReader reader;
  private Content.@Nullable Chunk chunk;

  BodyStream(BodyReader reader) {
    this.reader = reader;
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
