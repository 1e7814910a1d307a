package io.safelight.http;

import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/** A body as a stream that keeps no more than one chunk. */
final class BodyStream extends InputStream {
  private final BodyReader reader;
  private final long maxBytes;
  private long received;
  private Content.@Nullable Chunk chunk;

  BodyStream(BodyReader reader, long maxBytes) {
    this.reader = reader;
    this.maxBytes = maxBytes;
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
    Content.Chunk current = chunk == null ? fetch() : chunk;
    if (current == null) {
      return -1;
    }
    int count = Math.min(length, current.remaining());
    current.getByteBuffer().get(into, offset, count);
    if (!current.hasRemaining()) {
      close();
    }
    return count;
  }

  private Content.@Nullable Chunk fetch() throws IOException {
    Content.Chunk next = reader.next();
    chunk = next;
    if (next != null) {
      received += next.remaining();
      if (received > maxBytes) {
        throw StreamedBody.tooLarge(maxBytes);
      }
    }
    return next;
  }

  @Override
  public void close() {
    if (chunk != null) {
      chunk.release();
      chunk = null;
    }
  }
}
