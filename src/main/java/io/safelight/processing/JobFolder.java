package io.safelight.processing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of one attempt, for nobody but the server's own user; removed when closed. */
final class JobFolder implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(JobFolder.class);
  private static final Pattern NAME = Pattern.compile("\\d+-\\d+");

  private final Path path;

  private JobFolder(Path path) {
    this.path = path;
  }

  /** Makes the folder of an attempt below {@code jobs}, empty even when a crash left one of that name. */
  static JobFolder create(Path jobs, String mediaId, int attempt) throws IOException {
    Path path = jobs.resolve(mediaId + "-" + attempt);
    deleteTree(path);
    Files.createDirectories(jobs);
    Files.createDirectory(
        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    return new JobFolder(path);
  }

  /** Removes what attempts of an earlier process left below {@code jobs}. */
  static void removeLeftovers(Path jobs) throws IOException {
    if (!Files.isDirectory(jobs)) {
      return;
    }
    List<Path> leftovers;
    try (Stream<Path> entries = Files.list(jobs)) {
      leftovers = entries.filter(entry -> NAME.matcher(entry.getFileName().toString()).matches()).toList();
    }
    for (Path leftover : leftovers) {
      log.info("removing the folder of an attempt that was cut off: {}", leftover.getFileName());
      deleteTree(leftover);
    }
  }

  Path path() {
    return path;
  }

  /** Removes the folder. What cannot be removed is logged and goes at the next start. */
  @Override
  public void close() {
    try {
      deleteTree(path);
    } catch (IOException e) {
      log.warn("{} could not be removed", path.getFileName(), e);
    }
  }

  private static void deleteTree(Path root) throws IOException {
    try (Stream<Path> tree = Files.walk(root)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (NoSuchFileException absent) {
      return;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
