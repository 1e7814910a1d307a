package io.safelight.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Removes folders that hold nothing of value, whoever filled them: symbolic links are removed, not followed; folders in folders
 * may be so many that no path leads to the last; and folders that their owner may not enter are opened.
 */
public final class FolderRemover extends SimpleFileVisitor<Path> {
  /** Names have at most 255 bytes, and paths 4,096. */
  private static final int MAX_DEPTH = 10;

  private final Path root;
  private final boolean keepsRoot;
  private final Set<Path> opened = new HashSet<>();
  private boolean again;
  private int files;

  private FolderRemover(Path root, boolean keepsRoot) {
    this.root = root;
    this.keepsRoot = keepsRoot;
  }

  /** Removes a folder with everything in it; does nothing when there is none. */
  public static void remove(Path folder) throws IOException {
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      new FolderRemover(folder, false).run();
    }
  }

  /**
   * Removes everything in a folder, which stays.
   *
   * @return how many files there were
   */
  public static int empty(Path folder) throws IOException {
    var remover = new FolderRemover(folder, true);
    remover.run();
    return remover.files;
  }

  private void run() throws IOException {
    do {
      again = false;
      Files.walkFileTree(root, this);
    } while (again);
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
    if (folder.getNameCount() - root.getNameCount() < MAX_DEPTH) {
      return FileVisitResult.CONTINUE;
    }
    Files.move(folder, root.resolve("removed-" + UUID.randomUUID()));
    again = true;
    return FileVisitResult.SKIP_SUBTREE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    Files.deleteIfExists(file);
    files++;
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException problem) throws IOException {
    boolean closed =
        problem instanceof AccessDeniedException && Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) && opened.add(file);
    if (!closed) {
      return super.visitFileFailed(file, problem);
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    again = true;
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException problem) throws IOException {
    if (!keepsRoot || !folder.equals(root)) {
      try {
        Files.deleteIfExists(folder);
      } catch (DirectoryNotEmptyException e) {
        if (!again) {
          throw e;
        }
      }
    }
    return super.postVisitDirectory(folder, problem);
  }
}
