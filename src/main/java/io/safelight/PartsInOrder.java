package io.safelight;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Parts that are closed in the reverse order of their start, each whatever happened to the others. Not thread-safe. */
final class PartsInOrder implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PartsInOrder.class);

  private final Deque<AutoCloseable> started = new ArrayDeque<>();

  <T extends AutoCloseable> T add(T part) {
    started.push(part);
    return part;
  }

  @Override
  public void close() {
    while (!started.isEmpty()) {
      AutoCloseable part = started.pop();
      try {
        part.close();
      } catch (Exception e) {
        log.error("{} did not close properly", part.getClass().getSimpleName(), e);
      }
    }
  }
}
