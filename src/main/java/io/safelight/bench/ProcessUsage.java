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

  /** Where in the line the times begin: its own user and system time, and those of its children. */
  private static final int FIRST_TIME = 11;

  private static final int USER_AND_SYSTEM = 12;
  private static final int USER_AND_SYSTEM_WITH_CHILDREN = 14;

  private final List<Long> pids;

  ProcessUsage(List<Long> pids) {
    this.pids = List.copyOf(pids);
  }

  /** CPU time of all processes together since they began. */
  Duration cpu() throws IOException {
    return cpu(USER_AND_SYSTEM);
  }

  /** The same, and that of the processes that they started and that have ended. */
  Duration cpuWithChildren() throws IOException {
    return cpu(USER_AND_SYSTEM_WITH_CHILDREN);
  }

  /** CPU time of the processes that they started and that have ended. */
  Duration cpuOfChildren() throws IOException {
    return cpuWithChildren().minus(cpu());
  }

  private Duration cpu(int lastField) throws IOException {
    long ticks = 0;
    for (long pid : pids) {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      // The name in parentheses may hold anything; the fields are counted from behind it.
      List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
      for (int field = FIRST_TIME; field <= lastField; field++) {
        ticks += Long.parseLong(fields.get(field));
      }
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
