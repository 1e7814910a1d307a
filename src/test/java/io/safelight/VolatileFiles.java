package io.safelight;

import io.safelight.blob.DurableFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Remembers what was written, named or removed but not synced, so that a power cut can be played: bytes that were not
 * synced are lost, names whose folder was not synced are not there, and what was removed from such a folder is back.
 * Thread-safe.
 */
class VolatileFiles extends DurableFiles {
  private final Path removed;
  private final Map<FileChannel, Path> unsyncedBytes = new HashMap<>();
  private final Set<Path> unsyncedNames = new HashSet<>();
  private final Map<Path, Path> unsyncedRemovals = new HashMap<>();
  private int removals;

  /**
   * @param removed a folder, not there yet, that keeps what is removed until that is synced
   */
  VolatileFiles(Path removed) {
    this.removed = removed;
  }

  @Override
  public FileChannel create(Path file) throws IOException {
    FileChannel channel = super.create(file);
    synchronized (this) {
      unsyncedBytes.put(channel, file);
    }
    return channel;
  }

  @Override
  public void force(FileChannel file) throws IOException {
    super.force(file);
    synchronized (this) {
      unsyncedBytes.remove(file);
    }
  }

  @Override
  public void link(Path file, Path name) throws IOException {
    super.link(file, name);
    synchronized (this) {
      unsyncedNames.add(name);
    }
  }

  @Override
  public void unlink(Path name) throws IOException {
    synchronized (this) {
      if (Files.exists(name)) {
        Path kept = Files.createDirectories(removed).resolve(Integer.toString(removals++));
        Files.createLink(kept, name);
        unsyncedRemovals.put(name, kept);
      }
    }
    super.unlink(name);
  }

  @Override
  public void forceFolder(Path folder) throws IOException {
    List<Path> before;
    synchronized (this) {
      before = new ArrayList<>(unsyncedNames);
      before.addAll(unsyncedRemovals.keySet());
    }
    super.forceFolder(folder);
    synchronized (this) {
      for (Path name : before) {
        if (isMadeDurable(name, folder)) {
          unsyncedNames.remove(name);
          Path kept = unsyncedRemovals.remove(name);
          if (kept != null) {
            Files.delete(kept);
          }
        }
      }
    }
  }

  /** A name goes with its own folder, and with one above it when the folder between them is removed. */
  private static boolean isMadeDurable(Path name, Path folder) {
    if (!name.startsWith(folder)) {
      return false;
    }
    Path below = folder.resolve(folder.relativize(name).getName(0));
    return below.equals(name) || !Files.exists(below);
  }

  /** The power is cut. */
  synchronized void takeBackWhatWasNotSynced() throws IOException {
    for (Path name : unsyncedNames) {
      Files.deleteIfExists(name);
    }
    for (Path file : unsyncedBytes.values()) {
      if (Files.exists(file)) {
        Files.write(file, new byte[0]);
      }
    }
    for (Map.Entry<Path, Path> removal : unsyncedRemovals.entrySet()) {
      Path folder = removal.getKey().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
        Files.createLink(removal.getKey(), removal.getValue());
      }
    }
  }
}
