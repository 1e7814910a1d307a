package io.safelight.picture;

import io.safelight.file.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that can be made again, in a folder whose bytes are limited: what was not asked for longest goes first. Each belongs to a
 * blob and goes with it.
 *
 * <p>A file appears by a rename after its bytes were synced, so that a crash at any point leaves a whole file or none; its name
 * is not synced, as a file that is lost is made again. The times of the files keep the order over a restart, to the hour. What is on
 * the disk decides: who removes files, or the whole folder, while the server runs takes them from nobody who has them open.
 *
 * <p>Thread-safe. The lock is held for the names of files, never while bytes are written or synced.
 */
public final class PictureCache {
  private static final Logger log = LoggerFactory.getLogger(PictureCache.class);
  /** How old the time of a file may get before a use renews it: a write for each reading would cost more than it is worth. */
  private static final Duration TIME_STEP = Duration.ofHours(1);

  /** Stands for a slash, in names that do without; no key has it. */
  private static final char SEPARATOR = '_';

  private final Path folder;
  private final Path tmp;
  private final long maxBytes;
  private final InstantSource clock;
  /** What is known to be there, by name; that used longest ago first. */
  private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  private long bytes;

  /**
   * Opens a cache. Files of an earlier run are found at once; they are counted by a thread that this starts.
   *
   * @param folder made if it is missing; its parent must exist
   * @param tmp where files are written, on the same file system; swept by whoever owns it
   * @param maxBytes limit of all files together
   */
  public static PictureCache open(Path folder, Path tmp, long maxBytes, InstantSource clock) throws IOException {
    var cache = new PictureCache(folder, tmp, maxBytes, clock);
    Thread.ofPlatform().daemon().name("picture-cache").start(cache::adopt);
    return cache;
  }

  PictureCache(Path folder, Path tmp, long maxBytes, InstantSource clock) throws IOException {
    this.folder = folder;
    this.tmp = tmp;
    this.maxBytes = maxBytes;
    this.clock = clock;
    if (!Files.isDirectory(folder)) {
      Files.createDirectory(folder, OwnerOnly.folder());
    }
  }

  private record Entry(long size, Instant touched) {}

  private record Found(String name, Entry entry) {}

  /** The file of this name below a blob, and its use now; empty when there is none. */
  synchronized Optional<Path> find(String blobKey, String name) throws IOException {
    String path = path(blobKey, name);
    Path file = folder.resolve(path);
    long size;
    try {
      size = Files.size(file);
    } catch (NoSuchFileException e) {
      forgotten(path);
      return Optional.empty();
    }
    Instant now = clock.instant();
    Entry known = entries.get(path);
    if (known == null || known.touched().plus(TIME_STEP).isBefore(now)) {
      Files.setLastModifiedTime(file, FileTime.from(now));
      enter(path, new Entry(size, now));
    }
    return Optional.of(file);
  }

  /** Adds a file, whole, and removes as many others as are too much. One of the same name is replaced. */
  Path add(String blobKey, String name, byte[] content) throws IOException {
    String path = path(blobKey, name);
    Path file = folder.resolve(path);
    Path draft = tmp.resolve("picture." + UUID.randomUUID());
    try {
      write(draft, content);
      synchronized (this) {
        Path parent = folderOf(blobKey);
        if (!Files.isDirectory(parent)) {
          Files.createDirectory(parent, OwnerOnly.folder());
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        enter(path, new Entry(content.length, clock.instant()));
        evict();
      }
    } finally {
      Files.deleteIfExists(draft);
    }
    return file;
  }

  /**
   * Removes all files of a blob.
   *
   * @param blobKey or a prefix of keys that ends in a slash
   */
  public synchronized void forget(String blobKey) throws IOException {
    Path parent = folderOf(blobKey);
    if (!Files.isDirectory(parent)) {
      return;
    }
    String prefix = blobKey.endsWith("/") ? flat(blobKey) : flat(blobKey) + SEPARATOR;
    for (Path file : files(parent)) {
      if (file.getFileName().toString().startsWith(prefix)) {
        remove(pathOf(parent, file));
      }
    }
  }

  /**
   * Counts what an earlier run left, oldest first, and removes what is too much. Until then the limit holds for what is new; when
   * it fails, for what is used again, too.
   */
  void adopt() {
    try {
      count(list());
    } catch (IOException e) {
      log.warn("The pictures of an earlier run could not be counted", e);
    }
  }

  private List<Found> list() throws IOException {
    List<Found> found = new ArrayList<>();
    for (Path parent : files(folder)) {
      for (Path file : files(parent)) {
        try {
          var entry = new Entry(Files.size(file), Files.getLastModifiedTime(file).toInstant());
          found.add(new Found(pathOf(parent, file), entry));
        } catch (NoSuchFileException gone) {
          // It was removed meanwhile.
        }
      }
    }
    found.sort(Comparator.comparing(one -> one.entry().touched()));
    return found;
  }

  private synchronized void count(List<Found> found) {
    Map<String, Entry> used = new LinkedHashMap<>(entries);
    entries.clear();
    bytes = 0;
    for (Found one : found) {
      if (!used.containsKey(one.name()) && Files.exists(folder.resolve(one.name()))) {
        enter(one.name(), one.entry());
      }
    }
    used.forEach(this::enter);
    evict();
  }

  /** Bytes of the files that are known. */
  public synchronized long bytes() {
    return bytes;
  }

  private void enter(String path, Entry entry) {
    forgotten(path);
    entries.put(path, entry);
    bytes += entry.size();
  }

  private void forgotten(String path) {
    Entry known = entries.remove(path);
    if (known != null) {
      bytes -= known.size();
    }
  }

  /** The newest stays, however large it is: somebody is about to read it. */
  private void evict() {
    while (bytes > maxBytes && entries.size() > 1) {
      Iterator<String> oldest = entries.keySet().iterator();
      String path = oldest.next();
      try {
        remove(path);
      } catch (IOException e) {
        log.warn("{} could not be removed from the cache of pictures", path, e);
        forgotten(path);
      }
    }
  }

  private void remove(String path) throws IOException {
    Path file = folder.resolve(path);
    Files.deleteIfExists(file);
    forgotten(path);
    try {
      Files.deleteIfExists(folderOf(path));
    } catch (DirectoryNotEmptyException e) {
      // Others of the same media are there.
    }
  }

  private String path(String blobKey, String name) {
    return blobKey.substring(0, blobKey.indexOf('/') + 1) + flat(blobKey) + SEPARATOR + name;
  }

  private static String pathOf(Path parent, Path file) {
    return parent.getFileName() + "/" + file.getFileName();
  }

  /** One folder for each media, whose id is the first part of its keys. */
  private Path folderOf(String key) {
    return folder.resolve(key.substring(0, key.indexOf('/')));
  }

  /** The rest of the key as one name. */
  private static String flat(String blobKey) {
    return blobKey.substring(blobKey.indexOf('/') + 1).replace('/', SEPARATOR);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (NoSuchFileException gone) {
      return List.of();
    }
  }

  private static void write(Path file, byte[] content) throws IOException {
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(file, options, OwnerOnly.file())) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(false);
    }
  }
}
