package io.safelight.ffmpeg;

import java.nio.file.Path;

/** What a run reads: always descriptor 0 of its process, never a path or URL that a demuxer could resolve. */
public sealed interface RunInput {
  /**
   * A file, which the run may read in any order.
   *
   * @param file its absolute path
   */
  record Stored(Path file) implements RunInput {
    public Stored {
      file = file.toAbsolutePath();
    }
  }

  /** Bytes that are still coming, which the run reads in order through a pipe. */
  record Fed(InputFeed feed) implements RunInput {}

  /** The input that is a file. */
  static RunInput of(Path file) {
    return new Stored(file);
  }
}
