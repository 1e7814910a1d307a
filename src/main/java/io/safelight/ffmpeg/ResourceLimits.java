package io.safelight.ffmpeg;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one run may use. Limits belong to a process and all its threads, so that they cannot be set on the thread that starts
 * one, and a server that gave the child another user may not change them any more afterwards: a shell sets them for itself and
 * becomes the program.
 *
 * @param memory bytes of address space
 * @param cpu time on all processors together
 * @param fileSize bytes of all files that it writes; the kernel holds each one to it, {@link WrittenFiles} their sum
 */
record ResourceLimits(long memory, Duration cpu, long fileSize) {
  static final Path SHELL = Path.of("/bin/sh");

  /** Input, output, log, what is being written, and the libraries while they are loaded. */
  private static final int OPEN_FILES = 256;

  /** Programs say many things when they get no more memory; one that had nearly all and failed, failed for that. */
  private static final double NEARLY_ALL = 0.8;

  private static final int SIGXFSZ = 25;

  /** In which {@code ulimit -f} counts, as POSIX has it. */
  private static final int BLOCK = 512;

  /** What the shell exits with when a limit cannot be set; nothing else of ours does. */
  static final int NOT_SET = 125;

  /** A command, begun by a shell that sets the limits. */
  List<String> around(List<String> command) {
    String script =
        String.format(
            Locale.ROOT,
            "ulimit -c 0 && ulimit -v %d && ulimit -t %d && ulimit -f %d && ulimit -n %d || exit %d; exec \"$0\" \"$@\"",
            atMost("Max address space", memory) / 1024,
            atMost("Max cpu time", cpu.toSeconds() + 1),
            atMost("Max file size", fileSize) / BLOCK,
            atMost("Max open files", OPEN_FILES),
            NOT_SET);
    return Stream.concat(Stream.of(SHELL.toString(), "-c", script), command.stream()).toList();
  }

  /** Whether the kernel ended a process because its time was used up. */
  boolean outOfTime(LibC.Reaped end) {
    return end.signal() == LibC.SIGKILL && end.cpu().compareTo(cpu) >= 0;
  }

  /**
   * Which limit brought a process to its end, if one did.
   *
   * @param log the end of what it wrote
   * @param addressSpace the most that it was seen to have
   */
  Optional<Resource> exceededBy(LibC.Reaped end, String log, long addressSpace) {
    if (end.signal() == SIGXFSZ) {
      return Optional.of(Resource.FILE_SIZE);
    }
    boolean failed = end.exited() ? end.exitCode() != 0 : end.signal() != LibC.SIGKILL;
    return failed && (addressSpace >= memory * NEARLY_ALL || (end.exited() && wasRefusedMemory(log)))
        ? Optional.of(Resource.MEMORY)
        : Optional.empty();
  }

  /**
   * Whether the limit refused it memory. Linux hands out memory that it does not have, so that nothing else refuses any, unless an
   * operator forbids that: then the machine may be short of it, and the next attempt fare better.
   */
  private static boolean wasRefusedMemory(String log) {
    if (!log.contains("Cannot allocate memory") || log.contains(OutcomeClassifier.ABSURD_DEMAND)) {
      return false;
    }
    try {
      return !Files.readString(Path.of("/proc/sys/vm/overcommit_memory"), StandardCharsets.US_ASCII).strip().equals("2");
    } catch (IOException e) {
      return false;
    }
  }

  /** Nobody may raise a limit, so where the server itself has a lower one, that one stays. */
  private static long atMost(String name, long wanted) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/limits"), StandardCharsets.US_ASCII)) {
      return lines
          .filter(line -> line.startsWith(name + " "))
          .map(line -> line.substring(name.length()).strip().split("\\s+", -1)[1])
          .filter(hard -> !hard.equals("unlimited"))
          .mapToLong(hard -> Math.min(wanted, Long.parseLong(hard)))
          .findFirst()
          .orElse(wanted);
    } catch (IOException e) {
      return wanted;
    }
  }
}
