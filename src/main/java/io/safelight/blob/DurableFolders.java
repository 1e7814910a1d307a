package io.safelight.blob;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;

/**
 * The folders below the blob folder: makes them durable, remembers which are, and keeps removals away from commits. See {@link
 * LocalBlobStore} for why. What is remembered is bounded; forgetting costs one sync. Thread-safe.
 */
final class DurableFolders {
  private static final int REMEMBERED = 20_000;
  private static final int LOCKS = 256;

  private final Path root;
  private final DurableFiles files;
  private final Cache<Path, Boolean> durable = Caffeine.newBuilder().maximumSize(REMEMBERED).build();
  private final ReadWriteLock[] locks =
      Stream.generate(ReentrantReadWriteLock::new).limit(LOCKS).toArray(ReadWriteLock[]::new);

  DurableFolders(Path root, DurableFiles files) {
    this.root = root;
    this.files = files;
  }

  /** Held while a commit looks at folders and puts a name into one. */
  Lock commitLock(BlobKey key) {
    return locks[key.shard() % LOCKS].readLock();
  }

  /** Held while folders are removed. */
  Lock removalLock(BlobKey key) {
    return locks[key.shard() % LOCKS].writeLock();
  }

  /** Makes a folder exist durably, with all folders above it up to the root. The commit lock must be held. */
  void ensure(Path folder) throws IOException {
    if (folder.equals(root) || durable.getIfPresent(folder) != null) {
      return;
    }
    Path parent = folder.getParent();
    if (parent == null) {
      throw new IllegalArgumentException("not below " + root);
    }
    ensure(parent);
    files.createFolder(folder);
    durable.put(folder, true);
  }

  /**
   * Removes a folder if nothing is in it. The removal lock must be held.
   *
   * @return whether it is gone
   */
  boolean removeIfEmpty(Path folder) throws IOException {
    durable.invalidate(folder);
    try {
      Files.deleteIfExists(folder);
      return true;
    } catch (DirectoryNotEmptyException stillUsed) {
      return false;
    }
  }
}
