package io.safelight.processing;

import io.safelight.media.Lane;

/** What works the jobs of the queue off, from its start until it is closed. Thread-safe. */
public interface Workers extends AutoCloseable {
  /** Begins to claim. */
  void start();

  /** Tells that a job was inserted into a lane. Never blocks for long. */
  void nudge(Lane lane);

  /** Ends what runs and gives its jobs back. */
  @Override
  void close();
}
