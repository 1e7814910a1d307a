package io.safelight.media;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Passes every change on to all who were added. Thread-safe. */
public final class MediaListeners implements MediaListener {
  private final List<MediaListener> listeners = new CopyOnWriteArrayList<>();

  /** Adds a listener and returns it. */
  public <T extends MediaListener> T add(T listener) {
    listeners.add(listener);
    return listener;
  }

  @Override
  public void changed(MediaId id, long version) {
    for (MediaListener listener : listeners) {
      listener.changed(id, version);
    }
  }
}
