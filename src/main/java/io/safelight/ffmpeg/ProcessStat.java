package io.safelight.ffmpeg;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
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
 * @param parent pid of its parent
 * @param session pid of the leader of its session
 * @param started clock ticks between the start of the machine and the start of the process
 */
record ProcessStat(int pid, char state, int parent, int session, long started) {

  /** Empty when there is no such process, or nothing can be read. */
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

  /**
   * Every process that this one can see.
   *
   * @throws IOException when it cannot look, such as for want of descriptors; not even this process is among them then
   */
  static List<ProcessStat> all() throws IOException {
    List<Integer> pids = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      entries.forEach(entry -> pids.add(Integer.parseInt(entry.getFileName().toString())));
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    List<ProcessStat> all = pids.stream().map(ProcessStat::read).flatMap(Optional::stream).toList();
    int self = (int) ProcessHandle.current().pid();
    if (all.stream().noneMatch(stat -> stat.pid() == self)) {
      throw new IOException("of " + pids.size() + " processes in /proc not even this one can be read");
    }
    return all;
  }

  /**
   * Every process of a session that has not ended.
   *
   * @throws IOException as {@link #all} does
   */
  static List<Integer> membersOf(int session) throws IOException {
    return all().stream()
        .filter(stat -> stat.session() == session && stat.state() != 'Z')
        .map(ProcessStat::pid)
        .toList();
  }

  /** The name of the program stands in brackets and may itself hold blanks and brackets: the last bracket ends it. */
  private static ProcessStat parse(int pid, String line) {
    String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
    return new ProcessStat(
        pid,
        fields[0].charAt(0),
        Integer.parseInt(fields[1]),
        Integer.parseInt(fields[3]),
        Long.parseLong(fields[19]));
  }
}
