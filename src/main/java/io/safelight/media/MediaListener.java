package io.safelight.media;

/** Told about every committed change of a media on this node. Called on the committing thread: must be quick and not block. */
@FunctionalInterface
public interface MediaListener {
  /**
   * @param version of the row after the change; {@link Long#MAX_VALUE} when the media was deleted
   */
  void changed(MediaId id, long version);
}
