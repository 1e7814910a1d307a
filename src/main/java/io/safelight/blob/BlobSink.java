package io.safelight.blob;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** Bytes on their way into a {@link BlobStore}. Not thread-safe. */
public interface BlobSink extends AutoCloseable {

  /** Appends all remaining bytes of the buffer. */
  void write(ByteBuffer bytes) throws IOException;

  /** Bytes written so far. */
  long size();

  /** CRC-32C of the bytes written so far. */
  int crc32c();

  /** The bytes written so far, for reading, positioned at 0. To be closed before {@link #commit}. */
  SeekableByteChannel content() throws IOException;

  /**
   * Makes the bytes durable under a key that was never used: when this returns they survive a crash and a power cut. No more
   * bytes can be written.
   *
   * @throws java.nio.file.FileAlreadyExistsException when the key exists; its bytes are untouched
   */
  void commit(String key) throws IOException;

  /** Discards the bytes unless they were committed; nothing is left of them. */
  @Override
  void close();
}
