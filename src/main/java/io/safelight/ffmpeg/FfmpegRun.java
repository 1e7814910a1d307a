package io.safelight.ffmpeg;

/** A process that was started. Thread-safe. */
public interface FfmpegRun {
  /**
   * Waits for the end. May be called from a virtual thread. Interrupting the waiting thread cancels the run.
   *
   * @throws InterruptedException after the session was killed
   */
  RunOutcome await() throws InterruptedException;

  /** Kills the whole session of the process; {@link #await} then returns {@link RunOutcome.Cancelled}. Harmless when it has ended. */
  void cancel();
}
