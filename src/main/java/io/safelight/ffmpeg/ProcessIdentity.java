package io.safelight.ffmpeg;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What tells a process from every other that has had, or will have, the same pid.
 *
 * @param started clock ticks between the start of the machine and the start of the process
 * @param boot the id that the kernel drew when the machine was started
 */
record ProcessIdentity(int pid, long started, String boot) {

  /** The process that has this pid now; empty when there is none, or only its remains that wait to be reaped. */
  static Optional<ProcessIdentity> of(int pid) {
    return ProcessStat.read(pid)
        .filter(stat -> stat.state() != 'Z')
        .map(stat -> new ProcessIdentity(pid, stat.started(), bootId()));
  }

  /** Reads what {@link #toString} wrote; empty for anything else. */
  static Optional<ProcessIdentity> parse(String text) {
    String[] words = text.strip().split(" ", -1);
    if (words.length != 3) {
      return Optional.empty();
    }
    try {
      return Optional.of(new ProcessIdentity(Integer.parseInt(words[0]), Long.parseLong(words[1]), words[2]));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Whether this very process is still running. */
  boolean isAlive() {
    return of(pid).equals(Optional.of(this));
  }

  @Override
  public String toString() {
    return pid + " " + started + " " + boot;
  }

  private static String bootId() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id"), StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      return "unknown";
    }
  }
}
