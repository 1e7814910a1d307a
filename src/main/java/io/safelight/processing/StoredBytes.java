package io.safelight.processing;

import io.safelight.blob.BlobStore;
import io.safelight.media.Segment;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What is stored of an upload that goes on: its beginning as far as no segment is missing, and its end, if that was sent before
 * the middle. Of one thread.
 */
final class StoredBytes {
  private final BlobStore blobs;
  private final long total;
  /** By the offset of its first byte. */
  private final TreeMap<Long, Segment> placed = new TreeMap<>();

  private final long head;
  private final long tail;
  private final List<Segment> read = new ArrayList<>();

  /**
   * @param segments in order of their index
   * @param total bytes of the whole file
   */
  StoredBytes(BlobStore blobs, List<Segment> segments, long total) {
    this.blobs = blobs;
    this.total = total;
    long end = 0;
    int next = 0;
    while (next < segments.size() && segments.get(next).index() == next) {
      placed.put(end, segments.get(next));
      end += segments.get(next).size();
      next++;
    }
    this.head = end;
    // What the last segments hold is the end of the file, unless later ones are still to come: then it is none that can be read.
    long start = total;
    for (int i = segments.size() - 1; i >= next; i--) {
      boolean follows = i == segments.size() - 1 || segments.get(i).index() + 1 == segments.get(i + 1).index();
      if (!follows || start - segments.get(i).size() < head) {
        break;
      }
      start -= segments.get(i).size();
      placed.put(start, segments.get(i));
    }
    this.tail = start;
  }

  /** How many bytes there are from the first one on. */
  long headBytes() {
    return head;
  }

  /** Where the bytes begin that reach to the end of the file; its length when there are none. */
  long tailOffset() {
    return head == total ? 0 : tail;
  }

  /** The segments that were read from, one as often as it was. */
  List<Segment> read() {
    return List.copyOf(read);
  }

  /**
   * Reads bytes that are there.
   *
   * @throws EOFException when they are not
   */
  byte[] read(long offset, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    long position = offset;
    while (bytes.hasRemaining()) {
      var entry = placed.floorEntry(position);
      if (entry == null || position >= entry.getKey() + entry.getValue().size()) {
        throw new EOFException("byte " + position + " is not there");
      }
      read(entry.getValue(), position - entry.getKey(), bytes);
      if (position == offset + bytes.position()) {
        throw new EOFException("segment " + entry.getValue().index() + " is shorter than it was");
      }
      position = offset + bytes.position();
    }
    return bytes.array();
  }

  private void read(Segment segment, long from, ByteBuffer target) throws IOException {
    read.add(segment);
    try (SeekableByteChannel channel = blobs.open(segment.key()).position(from)) {
      while (target.hasRemaining() && channel.read(target) >= 0) {
        // Reads on.
      }
    }
  }
}
