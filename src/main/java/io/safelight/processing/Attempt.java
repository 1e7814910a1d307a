package io.safelight.processing;

import io.safelight.media.ClaimedJob;
import io.safelight.media.Lane;
import io.safelight.media.Media;
import java.nio.file.Path;
import java.time.Duration;

/**
 * One try at a job, as its steps see it.
 *
 * @param folder where the steps keep their files; goes when the attempt ends
 * @param source the uploaded file, assembled, in that folder
 * @param effort what its runs of ffmpeg have used so far
 */
record Attempt(Lease lease, Path folder, Path source, Effort effort) {
  ClaimedJob job() {
    return lease.job();
  }

  Media media() {
    return job().media();
  }

  Lane lane() {
    return job().lane();
  }

  /** Time that is left for the whole attempt. */
  Duration remaining() {
    return lease.remaining();
  }
}
