package io.safelight.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What processes have used, as Linux counts it in /proc. */
final class ProcessUsage {
  /** Linux reports times in hundredths of a second (USER_HZ), whatever its own tick is. */
  private static final long TICKS_PER_SECOND = 100;

  private final List<Long> pids;

  ProcessUsage(List<Long> pids) {
    this.pids = List.copyOf(pids);
  }

  /** CPU time of all processes together since they began. */
  Duration cpu() throws IOException {
    long ticks = 0;
    for (long pid : pids) {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      // The name in parentheses may hold anything; the fields are counted from behind it.
      List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
      ticks += Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12));
    }
    return Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND);
  }

  /** Resident memory of all processes together, in bytes. */
  long residentBytes() throws IOException {
    long kib = 0;
    for (long pid : pids) {
      for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
        if (line.startsWith("VmRSS:")) {
          kib += Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
    }
    return kib * 1024;
  }
}
