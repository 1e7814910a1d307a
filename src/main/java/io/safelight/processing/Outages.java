package io.safelight.processing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Tells failures of the machine from failures of a job. Java has no type for a full disk, only the operating system's
 * words, so that the words and the free space are both looked at.
 */
final class Outages {
  private static final long NEARLY_FULL_BYTES = 16L << 20;
  private static final List<String> WORDS =
      List.of(
          "no space left", "disk quota", "read-only file system", "too many open files", "cannot allocate memory");

  private Outages() {}

  /** Whether a failed read or write says that nothing can be processed at present. */
  static boolean isOutage(IOException failure, Path folder) {
    return isOutage(String.valueOf(failure.getMessage())) || isNearlyFull(folder);
  }

  /** Whether the words for a failure say that nothing can be processed at present. */
  static boolean isOutage(String words) {
    String message = words.toLowerCase(Locale.ROOT);
    return WORDS.stream().anyMatch(message::contains);
  }

  private static boolean isNearlyFull(Path folder) {
    try {
      return Files.getFileStore(folder).getUsableSpace() < NEARLY_FULL_BYTES;
    } catch (IOException unknown) {
      return false;
    }
  }
}
