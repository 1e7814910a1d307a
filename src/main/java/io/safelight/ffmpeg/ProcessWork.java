package io.safelight.ffmpeg;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How much a running process has computed and read, by {@code /proc/PID}.
 *
 * @param cpu processor time that it has used; zero where nobody may know
 * @param inputPosition how many bytes of its input are behind it; 0 where nobody may know
 */
record ProcessWork(Duration cpu, long inputPosition) {
  /** In which Linux tells times to programs, on every processor that is supported. */
  private static final int MILLIS_PER_TICK = 10;

  /** {@code bwrap}, the one that it leaves behind as the first process of the namespace, and the program. */
  private static final int GENERATIONS = 3;

  /** Of a process, and of what it only stands before, as {@code bwrap} does. */
  static ProcessWork of(int pid) {
    long ticks = 0;
    Optional<Integer> next = Optional.of(pid);
    for (int generation = 0; generation < GENERATIONS && next.isPresent(); generation++) {
      ticks += ticks(next.get());
      next = firstChild(next.get());
    }
    return new ProcessWork(Duration.ofMillis(ticks * MILLIS_PER_TICK), inputPosition(pid));
  }

  /** In user and kernel mode. The name of the program stands in brackets and may itself hold blanks and brackets. */
  private static long ticks(int pid) {
    return read(pid, "stat")
        .map(line -> line.substring(line.lastIndexOf(')') + 2).split(" ", -1))
        .map(fields -> Long.parseLong(fields[11]) + Long.parseLong(fields[12]))
        .orElse(0L);
  }

  private static Optional<Integer> firstChild(int pid) {
    return read(pid, "task/" + pid + "/children")
        .filter(children -> !children.isBlank())
        .map(children -> Integer.valueOf(children.strip().split(" ", 2)[0]));
  }

  private static long inputPosition(int pid) {
    return read(pid, "fdinfo/0").stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith("pos:"))
        .mapToLong(line -> Long.parseLong(line.substring("pos:".length()).strip()))
        .findFirst()
        .orElse(0);
  }

  private static Optional<String> read(int pid, String name) {
    try {
      return Optional.of(Files.readString(Path.of("/proc/" + pid + "/" + name), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
