package io.safelight.processing;

import io.safelight.ffmpeg.RunOutcome;
import java.time.Duration;
import java.util.Locale;

/** What the runs of ffmpeg of one attempt have used. Of one worker's thread alone. */
final class Effort {
  private static final double MEBIBYTE = 1 << 20;

  private Duration cpu = Duration.ZERO;
  private long peakMemory;

  void add(RunOutcome.Usage usage) {
    cpu = cpu.plus(usage.cpu());
    peakMemory = Math.max(peakMemory, usage.peakMemory());
  }

  /** For the log: processor time of all runs together, and the most memory that one of them held. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.2f CPU-s, peak %.0f MiB", cpu.toMillis() / 1000.0, peakMemory / MEBIBYTE);
  }
}
