package io.safelight.ffmpeg;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code /proc/PID/status} says about the rights of a process; those it has lost it cannot get back.
 *
 * @param user whom it runs as; 0 for root
 * @param noNewPrivileges 1 when it cannot gain any by starting a program
 * @param filters of system calls; 0 also where the kernel does not count them
 */
record ProcessRights(long user, long noNewPrivileges, long filters) {
  /** Empty when there is no such process. */
  static Optional<ProcessRights> of(String pid) {
    try {
      List<String> lines = Files.readAllLines(Path.of("/proc", pid, "status"), StandardCharsets.ISO_8859_1);
      return Optional.of(
          new ProcessRights(
              number(lines, "Uid:"), number(lines, "NoNewPrivs:"), number(lines, "Seccomp_filters:")));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether a process is confined more than another. */
  boolean areLessThan(ProcessRights others) {
    boolean hasGivenUpRoot = others.user == 0 && user != 0;
    return hasGivenUpRoot || noNewPrivileges > others.noNewPrivileges || filters > others.filters;
  }

  private static long number(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.substring(name.length()).strip().split("\\s+", -1)[0]))
        .findFirst()
        .orElse(0);
  }
}
