package io.safelight.ffmpeg;

import java.time.Duration;

/** How a run of ffmpeg or ffprobe ended. Only {@link Failed} and {@link Exceeded} say anything about the media. */
public sealed interface RunOutcome {
  /** What the process used. */
  Usage usage();

  /** The end of its standard error: for the log and for classifying, never for a client. */
  String log();

  /** The process ended by itself. */
  sealed interface Ended extends RunOutcome {
    /** Whether it met anything that it calls an error, whatever it made of the rest. */
    default boolean complained() {
      return log().contains("[error]") || log().contains("[fatal]");
    }
  }

  record Succeeded(String log, Usage usage) implements Ended {}

  /** It ended with a failure. */
  record Failed(int exitCode, String log, Usage usage) implements Ended {}

  /** Something other than a decision of the program brought it to its end. */
  sealed interface NotEnded extends RunOutcome {}

  /** Nobody can blame the media: a signal from outside, a full disk, a missing library, or the program could not be started. */
  record Disturbed(Cause cause, String log, Usage usage) implements NotEnded {}

  /**
   * It needed more than one run may use, and would again: what it read is to blame, unless the limits are too low for anything.
   *
   * @param resource of which
   */
  record Exceeded(Resource resource, String log, Usage usage) implements NotEnded {}

  /** Its time was over and the session was killed. */
  record TimedOut(String log, Usage usage) implements NotEnded {}

  /** What disturbed a run. */
  enum Cause {
    /** Killed or terminated: by an operator, the kernel out of memory, a shutdown, or because what feeds it broke off. */
    SIGNAL,
    /**
     * The program crashed (SIGSEGV, SIGABRT and the like), or said that it had made a file which is not there. The media may have
     * provoked it, so it deserves few further attempts.
     */
    CRASH,
    DISK_FULL,
    OUT_OF_MEMORY,
    /** Missing program, missing library, missing folder. */
    CANNOT_START
  }

  /**
   * What the process used.
   *
   * @param peakMemory bytes it held at most, as far as was seen while it ran; 0 when it ended too soon for that
   */
  record Usage(Duration cpu, long peakMemory) {}
}
