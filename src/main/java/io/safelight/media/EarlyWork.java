package io.safelight.media;

import java.util.Optional;

/**
 * What is made of uploads while they go on, on this node. All of it is in memory alone. Thread-safe; nothing here waits or fails.
 */
public interface EarlyWork {
  /** Tells that a segment of an upload was stored. */
  void appended(Media upload);

  /** How much of the processing is done before FINALIZE, in percent; may fall, when what was made is thrown away. */
  int percent(MediaId id);

  /** Why processing will fail, if what has been received so far says so. */
  Optional<MediaError> refusal(MediaId id);
}
