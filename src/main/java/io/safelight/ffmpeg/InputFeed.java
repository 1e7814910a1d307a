package io.safelight.ffmpeg;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/** What is written into the standard input of a run while it runs, for a file of which not all is there yet. */
@FunctionalInterface
public interface InputFeed {
  /**
   * Writes the whole input; when this returns, the run sees its end. Called once, on a platform thread of the run's own, which is
   * interrupted when the run ends before.
   *
   * @param sink waits while the run does not read
   * @throws IOException when there is no more to come, or the run reads no more; the run is then killed, as it would take what
   *     it has got for all
   */
  void feed(WritableByteChannel sink) throws IOException, InterruptedException;
}
