package io.safelight.ffmpeg;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code /proc/PID} says about a process.
 *
 * @param state one letter, {@code Z} for a process that has ended and waits to be reaped
 * @param session pid of the leader of its session
 * @param started clock ticks between the start of the machine and the start of the process
 */
record ProcessStat(int pid, char state, int session, long started) {

  /** Empty when there is no such process. */
  static Optional<ProcessStat> read(int pid) {
    try {
      return Optional.of(parse(pid, Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * The most that a running process ever had, in bytes; zeros when there is no such process.
   *
   * @param memory that it really held
   * @param addressSpace that it had reserved
   */
  record Peaks(long memory, long addressSpace) {}

  static Peaks peaks(int pid) {
    try {
      List<String> lines = Files.readAllLines(Path.of("/proc/" + pid + "/status"), StandardCharsets.ISO_8859_1);
      return new Peaks(bytes(lines, "VmHWM:"), bytes(lines, "VmPeak:"));
    } catch (IOException e) {
      return new Peaks(0, 0);
    }
  }

  private static long bytes(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElse(0);
  }

  /** Every process of a session that has not ended. */
  static List<Integer> membersOf(int session) {
    List<Integer> members = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path entry : entries) {
        read(Integer.parseInt(entry.getFileName().toString()))
            .filter(stat -> stat.session() == session && stat.state() != 'Z')
            .ifPresent(stat -> members.add(stat.pid()));
      }
    } catch (IOException e) {
      return List.of();
    }
    return members;
  }

  /** The name of the program stands in brackets and may itself hold blanks and brackets: the last bracket ends it. */
  private static ProcessStat parse(int pid, String line) {
    String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
    return new ProcessStat(pid, fields[0].charAt(0), Integer.parseInt(fields[3]), Long.parseLong(fields[19]));
  }
}
