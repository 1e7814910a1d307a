package io.safelight.ffmpeg;

import io.safelight.file.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds processes that outlived the server that started them. A server that is killed cannot take its ffmpeg with it; the
 * next one to hold the data folder does so.
 */
public final class LeftoverProcesses {
  private static final Logger log = LoggerFactory.getLogger(LeftoverProcesses.class);
  private static final String INFIX = ".process.";

  private LeftoverProcesses() {}

  /**
   * Kills the sessions of all processes that still run in folders directly below this one. A process that merely has the pid of
   * one that was started there is left alone. Blocks for some milliseconds; for a platform thread.
   *
   * @return how many sessions were killed
   */
  public static int killAll(Path jobsFolder) throws IOException {
    if (!Files.isDirectory(jobsFolder)) {
      return 0;
    }
    List<Path> records;
    try (Stream<Path> files = Files.list(jobsFolder)) {
      records = files.filter(LeftoverProcesses::isRecord).toList();
    }
    int killed = 0;
    for (Path record : records) {
      Optional<ProcessIdentity> process = ProcessIdentity.parse(Files.readString(record));
      if (process.isPresent() && process.get().isAlive()) {
        log.info("Killing process {}, which an earlier server left running", process.get().pid());
        ProcessSession.kill(process.get().pid());
        killed++;
      }
      Files.deleteIfExists(record);
    }
    return killed;
  }

  /** Notes that a process runs in a folder. */
  static void record(Path folder, int pid) throws IOException {
    String identity = ProcessIdentity.of(pid).map(ProcessIdentity::toString).orElse("");
    Files.createFile(file(folder, pid), OwnerOnly.file());
    Files.writeString(file(folder, pid), identity);
  }

  /** Forgets a process that has ended. A note that cannot be removed names nobody at the next start, and goes then. */
  static void forget(Path folder, int pid) {
    try {
      Files.deleteIfExists(file(folder, pid));
    } catch (IOException e) {
      log.warn("The note of process {} could not be removed", pid, e);
    }
  }

  /** It stands beside the folder, where the process itself cannot write: what it says decides who is killed. */
  private static Path file(Path folder, int pid) {
    return folder.resolveSibling(folder.getFileName() + INFIX + pid);
  }

  private static boolean isRecord(Path file) {
    return file.getFileName().toString().contains(INFIX) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }
}
