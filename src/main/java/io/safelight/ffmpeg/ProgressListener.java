package io.safelight.ffmpeg;

import java.time.Duration;

/** Told about ffmpeg's progress a few times a second, on a thread of its own. Must not block for long. */
@FunctionalInterface
public interface ProgressListener {
  /**
   * @param outTime how much of the output's time line has been written
   * @param frames video frames written
   */
  void progress(Duration outTime, long frames);
}
