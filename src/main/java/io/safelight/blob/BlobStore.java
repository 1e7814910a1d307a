package io.safelight.blob;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.List;

/**
 * Bytes under keys. A key is written once and never overwritten. Keys are made by Safelight alone, from digits, lower-case
 * letters, dots, dashes and slashes. Thread-safe.
 */
public interface BlobStore {

  /**
   * Starts writing. The key is named at {@link BlobSink#commit}, because the bytes of a multipart body may come before the
   * parameters that decide it.
   */
  BlobSink create() throws IOException;

  /**
   * Opens committed bytes for reading, positioned at 0.
   *
   * @throws java.nio.file.NoSuchFileException when there is no such key
   */
  SeekableByteChannel open(String key) throws IOException;

  /** Deletes a key, or everything below it when it ends in {@code /}. Deleting what is not there is not an error. */
  void delete(String key) throws IOException;

  /** All committed keys below a prefix that ends in {@code /}, in no order. */
  List<String> list(String prefix) throws IOException;

  /** Bytes that can still be written before the disk is full; {@link Long#MAX_VALUE} where that is not known. */
  long availableBytes() throws IOException;
}
