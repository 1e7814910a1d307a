package io.safelight.processing;

import io.safelight.blob.BlobStore;
import io.safelight.ffmpeg.InputFeed;
import io.safelight.media.MediaId;
import io.safelight.media.MediaRepository;
import io.safelight.media.Segment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/**
 * Gives the segments of an upload to a run as they become durable, in order of their index. Reads what was stored, not what is being
 * received, so that no client ever waits for a run. Thread-safe.
 */
final class SegmentFollower {
  private static final int BUFFER_BYTES = 1 << 20;

  private final MediaRepository media;
  private final BlobStore blobs;
  private final MediaId id;
  private final long total;
  private final Duration patience;
  private final Semaphore nudges = new Semaphore(0);
  private volatile List<Segment> fed = List.of();

  /**
   * @param patience how long to wait for a segment
   */
  SegmentFollower(MediaRepository media, BlobStore blobs, MediaId id, long total, Duration patience) {
    this.media = media;
    this.blobs = blobs;
    this.id = id;
    this.total = total;
    this.patience = patience;
  }

  /** Tells that a segment was stored. Never blocks. */
  void nudge() {
    if (nudges.availablePermits() == 0) {
      nudges.release();
    }
  }

  /** How the upload can be read, as far as it is stored now. */
  ReadingOrder order() throws IOException {
    return ReadingOrder.of(stored(), total);
  }

  /** The first bytes of what {@link #feed} will give, as many as tell what it is and are there. */
  byte[] beginning(ReadingOrder.Known order) throws IOException {
    StoredBytes stored = stored();
    long there = Math.min(stored.headBytes(), order.to()) - order.from();
    long wanted = order.probed() - order.head().remaining();
    byte[] body = stored.read(order.from(), (int) Math.clamp(wanted, 0, Math.max(0, there)));
    ByteBuffer both = ByteBuffer.allocate(order.head().remaining() + body.length);
    return both.put(order.head().duplicate()).put(body).array();
  }

  /** All segments that were given to the run, in order of their index; empty until the run has been given all of them. */
  List<Segment> fed() {
    return fed;
  }

  /** What gives the upload to a run. */
  InputFeed feed(ReadingOrder.Known order) {
    return sink -> {
      write(order.head().duplicate(), sink);
      ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
      List<Segment> read = new ArrayList<>();
      long position = 0;
      while (position < total) {
        Segment segment = next(read);
        copy(segment, order.from() - position, order.to() - position, buffer, sink);
        read.add(segment);
        position += segment.size();
      }
      if (!read.containsAll(order.read())) {
        throw new IOException("a segment was replaced after the head was made from it");
      }
      fed = List.copyOf(read);
    };
  }

  /** Waits for the segment after those that were read, which must still be the same. */
  private Segment next(List<Segment> read) throws IOException, InterruptedException {
    while (true) {
      List<Segment> stored = media.segments(id);
      if (stored.size() < read.size() || !stored.subList(0, read.size()).equals(read)) {
        throw new IOException("a segment was replaced after it was read");
      }
      if (stored.size() > read.size() && stored.get(read.size()).index() == read.size()) {
        return stored.get(read.size());
      }
      await();
    }
  }

  private void await() throws IOException, InterruptedException {
    if (!nudges.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new StalledException();
    }
  }

  /** Checks all of a segment and writes the part of it that lies between two offsets in it. */
  private void copy(Segment segment, long from, long to, ByteBuffer buffer, WritableByteChannel sink)
      throws IOException {
    CRC32C checksum = new CRC32C();
    long position = 0;
    try (SeekableByteChannel in = blobs.open(segment.key())) {
      while (in.read(buffer.clear()) >= 0) {
        buffer.flip();
        checksum.update(buffer.duplicate());
        int size = buffer.limit();
        int start = Math.clamp(from - position, 0, size);
        int end = Math.clamp(to - position, start, size);
        write(buffer.limit(end).position(start), sink);
        position += size;
      }
    }
    if (position != segment.size() || (int) checksum.getValue() != segment.crc32c()) {
      throw new IOException("segment " + segment.index() + " does not hold the bytes that were stored");
    }
  }

  private static void write(ByteBuffer bytes, WritableByteChannel sink) throws IOException {
    while (bytes.hasRemaining()) {
      sink.write(bytes);
    }
  }

  private StoredBytes stored() {
    return new StoredBytes(blobs, media.segments(id), total);
  }

  /** No segment came for as long as one is waited for. */
  static final class StalledException extends IOException {
    private static final long serialVersionUID = 1L;

    StalledException() {
      super("no segment came in time");
    }
  }
}
