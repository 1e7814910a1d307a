package io.safelight.blob;

import java.nio.file.Path;

/** Where {@link LocalBlobStore} keeps a blob, for tests that look at the file or damage it. */
public final class BlobFile {
  private BlobFile() {}

  /** The file of a key, whether it is there or not. */
  public static Path of(DataFolder data, String key) {
    BlobKey checked = new BlobKey(key);
    return data.blobs().resolve(checked.shardFolder()).resolve(checked.text());
  }
}
