package io.safelight.file;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Removes folders that hold nothing of value. Symbolic links are removed, not followed. */
public final class FolderRemover extends SimpleFileVisitor<Path> {
  private final @Nullable Path kept;
  private int files;

  private FolderRemover(@Nullable Path kept) {
    this.kept = kept;
  }

  /** Removes a folder with everything in it; does nothing when there is none. */
  public static void remove(Path folder) throws IOException {
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.walkFileTree(folder, new FolderRemover(null));
    }
  }

  /**
   * Removes everything in a folder, which stays.
   *
   * @return how many files there were
   */
  public static int empty(Path folder) throws IOException {
    var remover = new FolderRemover(folder);
    Files.walkFileTree(folder, remover);
    return remover.files;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    Files.deleteIfExists(file);
    files++;
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException problem) throws IOException {
    if (!folder.equals(kept)) {
      Files.deleteIfExists(folder);
    }
    return super.postVisitDirectory(folder, problem);
  }
}
