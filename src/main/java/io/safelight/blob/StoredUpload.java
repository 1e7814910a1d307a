package io.safelight.blob;

import io.safelight.media.Segment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * An uploaded file, as the segments that it was sent in.
 *
 * @param blobs where the segments are
 * @param segments in order of their index
 * @param bytes of the whole file
 */
public record StoredUpload(Opener blobs, List<Segment> segments, long bytes) {
  private static final int BUFFER_BYTES = 1 << 20;

  /** Opens what is stored under a key; see {@link BlobStore#open}. */
  @FunctionalInterface
  public interface Opener {
    SeekableByteChannel open(String key) throws IOException;
  }

  public StoredUpload {
    segments = List.copyOf(segments);
  }

  /**
   * Writes the whole file, checking every byte on the way.
   *
   * @throws DamagedUploadException when the stored bytes are not those that were acknowledged
   */
  public void copyTo(WritableByteChannel out) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    long copied = 0;
    for (Segment segment : segments) {
      copy(segment, out, buffer);
      copied += segment.size();
    }
    if (copied != bytes) {
      throw new DamagedUploadException("segments hold " + copied + " bytes of " + bytes);
    }
  }

  private void copy(Segment segment, WritableByteChannel out, ByteBuffer buffer) throws IOException {
    CRC32C checksum = new CRC32C();
    long size = 0;
    try (SeekableByteChannel in = blobs.open(segment.key())) {
      while (in.read(buffer.clear()) >= 0) {
        buffer.flip();
        size += buffer.remaining();
        checksum.update(buffer.duplicate());
        while (buffer.hasRemaining()) {
          out.write(buffer);
        }
      }
    } catch (NoSuchFileException e) {
      throw new DamagedUploadException("segment " + segment.index() + " is missing: " + segment.key());
    }
    if (size != segment.size() || (int) checksum.getValue() != segment.crc32c()) {
      throw new DamagedUploadException(
          "segment " + segment.index() + " does not hold the bytes that were stored: " + segment.key());
    }
  }
}
