package io.safelight.ffmpeg;

import java.io.IOException;
import java.nio.file.Files;
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
  private static final String RECORD_PREFIX = "process.";
  private static final int MAX_DEPTH = 3;

  private LeftoverProcesses() {}

  /**
   * Kills the sessions of all processes that still run in folders below this one. A process that merely has the pid of one
   * that was started there is left alone. Blocks for some milliseconds; for a platform thread.
   *
   * @return how many sessions were killed
   */
  public static int killAll(Path jobsFolder) throws IOException {
    if (!Files.isDirectory(jobsFolder)) {
      return 0;
    }
    List<Path> records;
    try (Stream<Path> files = Files.walk(jobsFolder, MAX_DEPTH)) {
      records = files.filter(file -> file.getFileName().toString().startsWith(RECORD_PREFIX)).toList();
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

  /** Notes that a process runs in a folder, and returns the file that says so. */
  static Path record(Path folder, int pid) throws IOException {
    String identity = ProcessIdentity.of(pid).map(ProcessIdentity::toString).orElse("");
    return Files.writeString(folder.resolve(RECORD_PREFIX + pid), identity);
  }
}
