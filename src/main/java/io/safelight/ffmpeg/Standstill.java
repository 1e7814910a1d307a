package io.safelight.ffmpeg;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Tells a process that gets no further whatever it computes: it reads nothing more of its input and writes nothing more. A file may
 * send a decoder in circles, and by the clock alone that would be known after the time that the longest video takes. It is
 * processor time that counts, so that a process which waits, for a disk or on a busy machine, is never blamed. Used by the thread
 * that supervises the process.
 */
final class Standstill {
  /** How long to wait for anything else before {@link #isOver} is asked again. */
  static final Duration LOOK = Duration.ofMillis(250);

  private final Duration allowed;
  private final LongSupplier written;
  private long lookedAt = System.nanoTime();
  private long furthestRead;
  private long mostWritten;
  private Duration began = Duration.ZERO;

  /**
   * @param allowed processor time on all processors together
   * @param written grows whenever the process is known to have written more
   */
  Standstill(Duration allowed, LongSupplier written) {
    this.allowed = allowed;
    this.written = written;
  }

  /** Whether a process has used more than it may since it last got further. */
  boolean isOver(int pid) {
    long now = System.nanoTime();
    if (now - lookedAt < LOOK.toNanos()) {
      return false;
    }
    lookedAt = now;
    ProcessWork work = ProcessWork.of(pid);
    if (work.inputPosition() > furthestRead || written.getAsLong() > mostWritten) {
      // To read once more what was read already is no progress.
      furthestRead = Math.max(furthestRead, work.inputPosition());
      mostWritten = written.getAsLong();
      began = work.cpu();
    }
    return work.cpu().minus(began).compareTo(allowed) > 0;
  }
}
