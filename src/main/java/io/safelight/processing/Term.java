package io.safelight.processing;

import java.time.Duration;

/** What an attempt is worked at under. Thread-safe. */
interface Term {
  /** Time until the attempt is over; never negative. */
  Duration remaining();

  /** Reports progress, 0 to 99; a smaller number than before is ignored. Called by whoever works and by listeners of its runs. */
  void progress(int percent);
}
