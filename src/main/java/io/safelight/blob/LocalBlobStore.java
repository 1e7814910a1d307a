package io.safelight.blob;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * Blobs as files in the data folder.
 *
 * <h2>Layout</h2>
 *
 * <p>Key {@code 1187325/seg/0.k3f9} is the file {@code blobs/aa/bb/1187325/seg/0.k3f9}. {@code aa} and {@code bb} are two bytes
 * of the CRC-32C of the key's first part, so that no folder holds more than a 65,536th of all media. Ids themselves would not
 * spread: their low bits are a sequence that is nearly always zero.
 *
 * <h2>Life of a blob, and what a crash leaves at each step</h2>
 *
 * <ol>
 *   <li>{@link #create} makes a file with a random name in {@code tmp/}, and bytes are written to it. After a crash the holder of
 *       the data folder sweeps {@code tmp/} at the next start.
 *   <li>The file is synced. After a crash: as before.
 *   <li>The folders of the key that are missing are made, from the top, each with a sync of its parent. After a crash: empty
 *       folders, which do no harm and go with the media.
 *   <li>The file is linked to its key. A link fails when the key exists, which a rename would overwrite. After a crash the key
 *       may exist or not; if it does, its bytes are complete, because they were synced before. No row names it, and it goes with
 *       the media.
 *   <li>The folder is synced, and now the key survives a power cut.
 *   <li>The name in {@code tmp/} is removed. After a crash the sweep does that; the key is a name of its own.
 * </ol>
 *
 * <p>Only then does {@link BlobSink#commit} return and may the caller commit the row that names the key. So at any time each key
 * that a row names is a complete, durable, unchanging file.
 *
 * <h2>Folders</h2>
 *
 * <p>A folder is trusted only after its parent was synced <em>by somebody whose sync this thread knows of</em>. It is not enough
 * that it exists: the thread that made it may not have synced its parent yet, and a power cut would take the folder away with
 * everything in it. {@link DurableFolders} remembers which folders are trusted.
 *
 * <p>Folders of media, and of shards, are removed when they become empty, while other threads commit to them. A commit holds the shared lock of
 * its shard from looking at the folders to syncing the last of them, and removing a folder takes the exclusive one; so a commit
 * never loses the folder below its feet, nor trusts one that was removed and made again. Deleting files takes no lock: a key
 * committed below a prefix while that prefix is deleted may stay. The folders {@code aa} are never removed: shards under
 * other locks rely on them, and there are only 256. A crash amid a deletion may leave an empty folder, which goes with the next
 * blob of its shard.
 *
 * <h2>Errors</h2>
 *
 * <p>After a failed write or sync the kernel may have dropped the pages, so nothing is tried again: the sink is broken, its
 * commit fails, and closing it removes the file. If the last sync fails, the key is removed again.
 */
public final class LocalBlobStore implements BlobStore {
  private final Path blobs;
  private final BlobReader reader;
  private final Path tmp;
  private final DurableFiles files;
  private final DurableFolders folders;

  /** Uses the folders of a data folder, as {@link #LocalBlobStore(Path, Path, DurableFiles)} does. */
  public LocalBlobStore(DataFolder data) throws IOException {
    this(data.blobs(), data.tmp(), new DurableFiles());
  }

  /**
   * Uses these folders of a data folder whose lock this process holds. They must exist and be on one file system.
   *
   * @throws DataFolderException when the file system cannot do what durability needs
   */
  public LocalBlobStore(Path blobs, Path tmp, DurableFiles files) throws IOException {
    this.blobs = blobs;
    this.reader = new BlobReader(blobs);
    this.tmp = tmp;
    this.files = files;
    this.folders = new DurableFolders(blobs, files);
    requireLinks();
  }

  @Override
  public BlobSink create() throws IOException {
    return new LocalBlobSink(this, tmp.resolve(randomName()), files);
  }

  @Override
  public SeekableByteChannel open(String key) throws IOException {
    return reader.open(key);
  }

  /** {@inheritDoc} Durable when it returns, so that whoever remembers what to delete may forget it then. */
  @Override
  public void delete(String key) throws IOException {
    if (BlobKey.isPrefix(key)) {
      BlobKey prefix = BlobKey.ofPrefix(key);
      deleteBelow(prefix, path(prefix));
    } else {
      BlobKey single = new BlobKey(key);
      Path file = path(single);
      if (Files.isRegularFile(file)) {
        files.unlink(file);
        removeEmptyFolders(single, parent(file));
      }
    }
  }

  @Override
  public List<String> list(String prefix) throws IOException {
    BlobKey key = BlobKey.ofPrefix(prefix);
    Path shard = blobs.resolve(key.shardFolder());
    var keys = new ArrayList<String>();
    Files.walkFileTree(
        path(key),
        new Walk() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            keys.add(shard.relativize(file).toString());
            return FileVisitResult.CONTINUE;
          }
        });
    return keys;
  }

  @Override
  public long availableBytes() throws IOException {
    return Files.getFileStore(blobs).getUsableSpace();
  }

  /** Publishes a synced file under a key; on return the key is durable. */
  void publish(Path file, String key) throws IOException {
    BlobKey checked = new BlobKey(key);
    Path target = path(checked);
    Lock shared = folders.commitLock(checked);
    shared.lock();
    try {
      Path folder = parent(target);
      folders.ensure(folder);
      files.link(file, target);
      try {
        files.forceFolder(folder);
      } catch (IOException | RuntimeException e) {
        unlinkAfter(e, target);
        throw e;
      }
    } finally {
      shared.unlock();
    }
  }

  private void unlinkAfter(Exception failure, Path target) {
    try {
      files.unlink(target);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private void deleteBelow(BlobKey prefix, Path top) throws IOException {
    var deepestFirst = new ArrayList<Path>();
    Files.walkFileTree(
        top,
        new Walk() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            files.unlink(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
            deepestFirst.add(folder);
            return super.postVisitDirectory(folder, e);
          }
        });
    for (Path folder : deepestFirst) {
      removeEmptyFolders(prefix, folder);
    }
  }

  /** Removes a folder and those above it that are empty then, and syncs the first that is not. */
  private void removeEmptyFolders(BlobKey key, Path folder) throws IOException {
    Path lasting = parent(blobs.resolve(key.shardFolder()));
    Lock exclusive = folders.removalLock(key);
    Path surviving = folder;
    exclusive.lock();
    try {
      while (!surviving.equals(lasting) && folders.removeIfEmpty(surviving)) {
        surviving = parent(surviving);
      }
    } finally {
      exclusive.unlock();
    }
    forceNearest(surviving);
  }

  /** Syncs a folder, or the nearest above it when another thread has removed it meanwhile. */
  private void forceNearest(Path folder) throws IOException {
    Path existing = folder;
    while (true) {
      try {
        files.forceFolder(existing);
        return;
      } catch (NoSuchFileException removed) {
        existing = parent(existing);
      }
    }
  }

  private Path path(BlobKey key) {
    return reader.path(key);
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    if (parent == null) {
      throw new IllegalStateException("a key lies in a folder");
    }
    return parent;
  }

  private static String randomName() {
    UUID random = UUID.randomUUID();
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(random.getMostSignificantBits()) + hex.toHexDigits(random.getLeastSignificantBits());
  }

  /** Finds out at start, not at the first upload, that a file system has no links or that the two folders are not on one. */
  private void requireLinks() throws IOException {
    Path probe = tmp.resolve(randomName());
    // Always the same name, so that what a crash leaves of it goes at the next start.
    Path linked = blobs.resolve("probe");
    try {
      files.unlink(linked);
      files.create(probe).close();
      files.link(probe, linked);
    } catch (IOException | UnsupportedOperationException e) {
      throw new DataFolderException(
          "The data folder cannot be written, or is on a file system without hard links: "
              + blobs.toAbsolutePath().getParent()
              + ". Choose a folder on a local disk with --data.",
          e);
    } finally {
      files.unlink(probe);
      files.unlink(linked);
    }
  }

  /** Walks a tree that others change at the same time. */
  private static class Walk extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }
  }
}
