package io.safelight.client;

import io.safelight.mp4.Mp4Layout;
import io.safelight.mp4.Mp4Layout.IndexAtEnd;
import io.safelight.mp4.Mp4Layout.NeedsMore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * In which order the segments of a file are best sent. A server that processes media while they arrive needs to know how an MP4
 * is laid out; where the file says so at its end, that end goes ahead of the rest.
 */
public final class SegmentOrder {
  private static final int FIRST_READ = 4096;

  private SegmentOrder() {}

  /**
   * All segments of a file.
   *
   * @return their numbers, each once
   */
  public static IntStream of(FileChannel file, int segmentBytes) throws IOException {
    int segments = (int) Math.ceilDiv(file.size(), (long) segmentBytes);
    Optional<IndexAtEnd> atEnd = indexAtEnd(file);
    if (atEnd.isEmpty()) {
      return IntStream.range(0, segments);
    }
    int front = (int) Math.ceilDiv(atEnd.get().payloadStart(), (long) segmentBytes);
    int tail = Math.max(front, (int) (atEnd.get().payloadEnd() / segmentBytes));
    return IntStream.concat(
        IntStream.range(0, front), IntStream.concat(IntStream.range(tail, segments), IntStream.range(front, tail)));
  }

  private static Optional<IndexAtEnd> indexAtEnd(FileChannel file) throws IOException {
    Mp4Layout layout = new NeedsMore(Math.min(FIRST_READ, file.size()));
    while (layout instanceof NeedsMore(long prefixBytes)) {
      // Twice as much each time, as there may be a great many small boxes.
      ByteBuffer prefix = ByteBuffer.allocate((int) Math.min(2 * prefixBytes, file.size()));
      while (prefix.hasRemaining() && file.read(prefix, prefix.position()) >= 0) {}
      if (prefix.hasRemaining()) {
        return Optional.empty();
      }
      layout = Mp4Layout.of(prefix.flip(), file.size());
    }
    return layout instanceof IndexAtEnd atEnd ? Optional.of(atEnd) : Optional.empty();
  }
}
