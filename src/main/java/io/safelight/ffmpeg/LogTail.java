package io.safelight.ffmpeg;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The last few KiB of what was written to it. Not thread-safe. */
final class LogTail {
  private static final int CAPACITY = 8 * 1024;

  /** What the dynamic linker says about the stand-ins in {@link NativeFolder}; true, and of no interest. */
  private static final String STAND_IN_NOTICE = "no version information available";

  private byte[] bytes = new byte[0];

  void append(byte[] more) {
    byte[] joined = Arrays.copyOf(bytes, bytes.length + more.length);
    System.arraycopy(more, 0, joined, bytes.length, more.length);
    bytes = joined.length <= CAPACITY ? joined : Arrays.copyOfRange(joined, joined.length - CAPACITY, joined.length);
  }

  /** The text, with anything that is no UTF-8 replaced. */
  @Override
  public String toString() {
    return new String(bytes, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.contains(STAND_IN_NOTICE))
        .collect(Collectors.joining("\n"));
  }
}
