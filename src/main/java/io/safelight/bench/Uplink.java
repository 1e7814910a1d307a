package io.safelight.bench;

import io.safelight.client.SafelightClient;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;

/**
 * A way to the server on which each segment arrives when its last byte would, at so many bits a second.
 *
 * @param bitsPerSecond 0 for as fast as it goes
 */
record Uplink(long bitsPerSecond) {
  static final int SEGMENT_BYTES = 1 << 20;

  /** Sends the segments of a file in an order, and returns when the last one was acknowledged. */
  void send(SafelightClient client, String mediaId, Path path, IntStream order) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    long sent = 0;
    try (FileChannel file = FileChannel.open(path)) {
      for (int index : order.toArray()) {
        long offset = (long) index * SEGMENT_BYTES;
        long length = Math.min(SEGMENT_BYTES, file.size() - offset);
        sent += length;
        awaitArrival(begin, sent);
        client.append(mediaId, index, file, offset, length, _ -> {});
      }
    }
  }

  private void awaitArrival(long begin, long bytes) throws InterruptedException {
    if (bitsPerSecond > 0) {
      long due = begin + (long) (bytes * 8e9 / bitsPerSecond);
      Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
    }
  }

  @Override
  public String toString() {
    return bitsPerSecond == 0 ? "unlimited" : bitsPerSecond / 1_000_000 + " Mbit/s";
  }
}
