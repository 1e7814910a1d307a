package io.safelight.processing;

import io.safelight.media.Lane;
import io.safelight.media.Media;
import io.safelight.media.Variant;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * One try at making something of an upload, as its steps see it.
 *
 * @param term how long it may take, and who is told how far it is
 * @param folder where the steps keep their files; goes when the attempt ends
 * @param source the uploaded file, assembled, in that folder
 * @param made what the media has already; empty until it has succeeded
 * @param effort its runs of ffmpeg so far
 */
record Attempt(
    Media media, Lane lane, Term term, Path folder, Path source, List<Variant> made, Effort effort) {
  /** Name of the uploaded file in the folder of an attempt. */
  static final String SOURCE = "source";

  /** Time that is left for the whole attempt. */
  Duration remaining() {
    return term.remaining();
  }
}
