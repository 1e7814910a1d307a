package io.safelight.ffmpeg;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what a process has written into its folder, in all files together; the limit that the kernel knows is for each of them. A
 * look costs as much as there are files, of which it allows few. Used by the thread that supervises the process.
 */
final class WrittenFiles {
  private static final Logger log = LoggerFactory.getLogger(WrittenFiles.class);

  /** How long to wait for anything else before {@link #areTooMany} looks again. */
  static final Duration LOOK = Duration.ofMillis(500);

  /** Files and folders. A run writes some tens, and finds as many images as an animation has pictures. */
  static final int MAX_FILES = 10_000;

  /** ffmpeg makes no folders at all. */
  private static final int MAX_DEPTH = 3;

  private final Path folder;
  private final long allowed;
  private final long before;
  private long lookedAt = System.nanoTime();

  /**
   * Counts what is there before.
   *
   * @param allowed bytes that may come to it
   */
  WrittenFiles(Path folder, long allowed) {
    this.folder = folder;
    this.allowed = allowed;
    this.before = count().bytes;
  }

  /** Whether there is more than allowed. Looks no more often than sensible. */
  boolean areTooMany(int pid) {
    long now = System.nanoTime();
    if (now - lookedAt < LOOK.toNanos()) {
      return false;
    }
    lookedAt = now;
    return areTooManyWith(removedBytes(pid));
  }

  /** Whether there is more than allowed, now that nobody writes any more. */
  boolean areTooMany() {
    return areTooManyWith(0);
  }

  private boolean areTooManyWith(long removed) {
    Count count = count();
    return count.isHidden || count.files > MAX_FILES || count.bytes - before + removed > allowed;
  }

  private Count count() {
    var count = new Count(folder);
    try {
      Files.walkFileTree(folder, count);
    } catch (IOException e) {
      // The trouble of this server, such as for want of descriptors, is not the file's.
      log.debug("The files of a run could not be counted", e);
    }
    return count;
  }

  /** Of files that have no name any more, and are there as long as the process holds them. */
  private static long removedBytes(int pid) {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return descriptors.mapToLong(WrittenFiles::bytesIfRemoved).sum();
    } catch (IOException e) {
      return 0;
    }
  }

  private static long bytesIfRemoved(Path descriptor) {
    try {
      Map<String, Object> file = Files.readAttributes(descriptor, "unix:isRegularFile,nlink,size");
      boolean isRemoved = Boolean.TRUE.equals(file.get("isRegularFile")) && Integer.valueOf(0).equals(file.get("nlink"));
      return isRemoved && file.get("size") instanceof Long size ? size : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  /** Stops where it is known that there is too much. */
  private static final class Count extends SimpleFileVisitor<Path> {
    private final Path root;
    private long bytes;
    private int files;
    private boolean isHidden;

    Count(Path root) {
      this.root = root;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      files++;
      isHidden |= directory.getNameCount() - root.getNameCount() > MAX_DEPTH;
      return next();
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      files++;
      bytes += attributes.size();
      return next();
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException problem) throws IOException {
      return switch (problem) {
        // Gone, or made into something else, since it was listed.
        case NoSuchFileException _, NotDirectoryException _ -> FileVisitResult.CONTINUE;
        case AccessDeniedException _ -> {
          isHidden = Files.exists(file, LinkOption.NOFOLLOW_LINKS);
          yield next();
        }
        default -> throw problem;
      };
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException problem) {
      return next();
    }

    private FileVisitResult next() {
      return isHidden || files > MAX_FILES ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
    }
  }
}
