package io.safelight.processing;

import io.safelight.media.ClaimedJob;
import io.safelight.media.Lane;
import io.safelight.media.Media;
import io.safelight.media.Variant;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * One try at a job, as its steps see it.
 *
 * @param folder where the steps keep their files; goes when the attempt ends
 * @param source the uploaded file, assembled, in that folder
 * @param made what the media has already; empty until it has succeeded
 * @param effort what its runs of ffmpeg have used so far
 */
record Attempt(Lease lease, Path folder, Path source, List<Variant> made, Effort effort) {
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
