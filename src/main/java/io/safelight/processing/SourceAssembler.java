package io.safelight.processing;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import io.safelight.blob.BlobStore;
import io.safelight.media.Media;
import io.safelight.media.MediaRepository;
import io.safelight.media.Segment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * Copies the segments of an upload into one file, in order of their index, checking every byte on the way. Thread-safe.
 */
final class SourceAssembler {
  private static final int BUFFER_BYTES = 1 << 20;

  private final MediaRepository media;
  private final BlobStore blobs;

  SourceAssembler(MediaRepository media, BlobStore blobs) {
    this.media = media;
    this.blobs = blobs;
  }

  /**
   * Writes the uploaded file to {@code target}. Not durable: it is a copy that can be made again.
   *
   * @throws AttemptException a fault of the server, when the stored bytes are not those that were acknowledged; the
   *     client's file is never blamed for that
   */
  void assemble(Media upload, Path target) throws IOException, AttemptException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    try (FileChannel out = FileChannel.open(target, CREATE_NEW, WRITE)) {
      for (Segment segment : media.segments(upload.id())) {
        copy(segment, out, buffer);
      }
      if (out.position() != upload.totalBytes()) {
        throw AttemptException.fault("segments hold " + out.position() + " bytes of " + upload.totalBytes());
      }
    }
  }

  private void copy(Segment segment, FileChannel out, ByteBuffer buffer) throws IOException, AttemptException {
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
      throw AttemptException.fault("segment " + segment.index() + " is missing: " + segment.key());
    }
    if (size != segment.size() || (int) checksum.getValue() != segment.crc32c()) {
      throw AttemptException.fault(
          "segment " + segment.index() + " does not hold the bytes that were stored: " + segment.key());
    }
  }
}
