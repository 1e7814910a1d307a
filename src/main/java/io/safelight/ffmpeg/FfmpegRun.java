package io.safelight.ffmpeg;

/** A process that was started. Thread-safe. */
public interface FfmpegRun {
  /**
   * Waits for the end. May be called from a virtual thread. Interrupting the waiting thread kills the whole session of the process.
   *
   * @throws InterruptedException after the session was killed
   */
  RunOutcome await() throws InterruptedException;
}
