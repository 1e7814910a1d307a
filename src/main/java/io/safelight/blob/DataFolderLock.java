package io.safelight.blob;

import io.safelight.file.FolderRemover;
import io.safelight.file.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proof that this process alone serves a data folder. Whatever nobody names is left over from a process that died, so its holder
 * may sweep it; nobody else may, since a file's age does not tell whether an upload still needs it. The kernel ends the lock when
 * the process dies. Thread-safe.
 */
public final class DataFolderLock implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DataFolderLock.class);

  /**
   * Folders locked by this process, by device and inode. POSIX drops all locks that a process has on a file as soon as it closes any descriptor of
   * that file, so the lock file must not even be opened for a second try from the same process.
   */
  private static final Set<Object> HELD = ConcurrentHashMap.newKeySet();

  private final DataFolder data;
  private final Object held;
  private final FileChannel channel;

  private DataFolderLock(DataFolder data, Object held, FileChannel channel) {
    this.data = data;
    this.held = held;
    this.channel = channel;
  }

  static DataFolderLock take(DataFolder data) throws IOException {
    Object identity = identity(data.root());
    if (!HELD.add(identity)) {
      throw inUse(data, Long.toString(ProcessHandle.current().pid()));
    }
    try {
      FileChannel channel =
          FileChannel.open(
              data.lockFile(),
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
              OwnerOnly.file());
      try {
        FileLock lock = channel.tryLock();
        if (lock == null) {
          throw inUse(data, readHolder(channel));
        }
        writeHolder(channel);
        return new DataFolderLock(data, identity, channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      HELD.remove(identity);
      throw e;
    }
  }

  /** Removes what uploads that were cut off left behind. To be called before the server takes requests. */
  public void sweepTmp() throws IOException {
    sweep(data.tmp());
  }

  /** Removes the folders of jobs that died. To be called after their processes were ended, and before jobs are claimed. */
  public void sweepJobs() throws IOException {
    sweep(data.jobs());
  }

  /** Gives the folder up. */
  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD.remove(held);
    }
  }

  private void sweep(Path folder) throws IOException {
    if (!channel.isOpen()) {
      throw new IllegalStateException("only the holder of the data folder may sweep it");
    }
    int files = FolderRemover.empty(folder);
    if (files > 0) {
      log.info("Removed {} left-over files from {}", files, folder);
    }
  }

  private static Object identity(Path folder) throws IOException {
    Object key = Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
    return key != null ? key : folder.toRealPath();
  }

  private static DataFolderException inUse(DataFolder data, String holder) {
    return new DataFolderException(
        String.format(
            Locale.ROOT,
            "The data folder %s is in use by another Safelight server%s. Stop that server, or choose another folder with --data.",
            data.root(), holder.isEmpty() ? "" : " (process " + holder + ")"));
  }

  private static void writeHolder(FileChannel channel) throws IOException {
    channel.truncate(0);
    channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
  }

  private static String readHolder(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(20);
    channel.read(text, 0);
    return new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).replaceAll("[^0-9]", "");
  }
}
