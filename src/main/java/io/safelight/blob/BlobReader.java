package io.safelight.blob;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Reads what a {@link LocalBlobStore} has stored, also beside the process that holds its lock. Thread-safe.
 *
 * @param blobs the folder of the store
 */
public record BlobReader(Path blobs) {

  /**
   * Opens a blob.
   *
   * @throws NoSuchFileException when there is none of this key
   */
  public SeekableByteChannel open(String key) throws IOException {
    Path file = path(new BlobKey(key));
    // Opening a folder for reading succeeds on Linux, and only its first read fails.
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(key);
    }
    return Files.newByteChannel(file, StandardOpenOption.READ);
  }

  /** Where the file of a key, or the folder of a prefix, lies. */
  Path path(BlobKey key) {
    return blobs.resolve(key.shardFolder()).resolve(key.text());
  }
}
