package io.safelight.processing;

import io.safelight.file.FolderRemover;
import io.safelight.file.OwnerOnly;
import io.safelight.media.ClaimedJob;
import io.safelight.media.MediaId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of one attempt, for nobody but the server's own user; removed when closed. */
final class JobFolder implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(JobFolder.class);

  private final Path path;

  private JobFolder(Path path) {
    this.path = path;
  }

  /** Makes the folder of an attempt below {@code jobs}, empty even when a crash left one of that name. */
  static JobFolder create(Path jobs, ClaimedJob job) throws IOException {
    String kind = job.kind().name().toLowerCase(Locale.ROOT);
    return create(jobs.resolve(job.media().id() + "-" + kind + "-" + job.attempt()));
  }

  /** The path of the folder for what is made of an upload before it is finalized. */
  static Path early(Path jobs, MediaId id, int number) {
    return jobs.resolve(id + "-early-" + number);
  }

  /** Makes a folder, empty even when a crash left one of that name. */
  static JobFolder create(Path path) throws IOException {
    FolderRemover.remove(path);
    Files.createDirectories(path.toAbsolutePath().getParent());
    Files.createDirectory(path, OwnerOnly.folder());
    return new JobFolder(path);
  }

  Path path() {
    return path;
  }

  /** Removes the folder. What cannot be removed is logged and goes at the next start. */
  @Override
  public void close() {
    try {
      FolderRemover.remove(path);
    } catch (IOException e) {
      log.warn("{} could not be removed", path.getFileName(), e);
    }
  }
}
