package io.safelight.ffmpeg;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * The user that ffmpeg runs as when the server is root: one that nobody is, and that owns nothing but the folders of jobs. It
 * needs no account. Each data folder has another one, so that two servers of a machine do not meet.
 *
 * @param id of the user and of the group
 */
record ConfinedUser(int id) {
  /** Given to nobody by distributions, systemd or container engines (systemd.io/UIDS-GIDS). */
  private static final int FIRST = 1_900_000_000;

  private static final int COUNT = 100_000_000;

  /** For containers that have only the usual 65,536 users: those that systemd gives to services for a while. */
  private static final int FIRST_SMALL = 61_184;

  private static final int COUNT_SMALL = 4_336;

  /**
   * The user for a data folder; empty when the server is not root, or there is no user that it could give away.
   *
   * @param configured 0 to choose one
   */
  static Optional<ConfinedUser> of(Path dataFolder, int configured) {
    try {
      if (!isRoot(Files.readString(Path.of("/proc/thread-self/status"), StandardCharsets.ISO_8859_1))) {
        return Optional.empty();
      }
      return of(dataFolder, configured, Files.readString(Path.of("/proc/self/uid_map"), StandardCharsets.US_ASCII));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * @param map as in {@code /proc/self/uid_map}: which users there are
   */
  static Optional<ConfinedUser> of(Path dataFolder, int configured, String map) {
    CRC32 checksum = new CRC32();
    checksum.update(dataFolder.toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8));
    long hash = checksum.getValue();
    Stream<Integer> candidates =
        configured > 0
            ? Stream.of(configured)
            : Stream.of((int) (FIRST + hash % COUNT), (int) (FIRST_SMALL + hash % COUNT_SMALL));
    return candidates.filter(id -> exists(id, map)).findFirst().map(ConfinedUser::new);
  }

  private static boolean isRoot(String status) {
    return status.lines().anyMatch(line -> line.matches("Uid:\\s+\\d+\\s+0\\s.*"));
  }

  /** Lines of: first id inside, first id outside, count. */
  private static boolean exists(int id, String map) {
    return map.lines()
        .map(line -> line.strip().split("\\s+", -1))
        .filter(fields -> fields.length == 3)
        .anyMatch(
            fields -> {
              long first = Long.parseLong(fields[0]);
              return id >= first && id < first + Long.parseLong(fields[2]);
            });
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "uid %d", id);
  }
}
