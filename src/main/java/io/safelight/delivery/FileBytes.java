package io.safelight.delivery;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;

/**
 * The bytes of a file that is delivered.
 *
 * @param contentType MIME type
 * @param size bytes
 * @param source where they are
 */
record FileBytes(String contentType, long size, Source source) {
  /** Opens the bytes for reading, at 0. */
  @FunctionalInterface
  interface Source {
    /**
     * @throws java.nio.file.NoSuchFileException when there are none
     */
    SeekableByteChannel open() throws IOException;
  }

  SeekableByteChannel open() throws IOException {
    return source.open();
  }

  /**
   * Finds out, before an answer begins, that the bytes are there.
   *
   * @throws java.nio.file.NoSuchFileException when they are not
   * @throws IllegalStateException when there are fewer or more: the file is damaged, and stays so
   */
  void requireComplete() throws IOException {
    try (SeekableByteChannel file = open()) {
      if (file.size() != size) {
        throw new IllegalStateException("A file has " + file.size() + " bytes instead of " + size);
      }
    }
  }
}
