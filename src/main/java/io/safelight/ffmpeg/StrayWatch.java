package io.safelight.ffmpeg;

import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, while a process runs that cannot be kept from starting others, whether it does, and for what left its session. Used by the
 * thread that supervises the process.
 */
final class StrayWatch {
  private static final Logger log = LoggerFactory.getLogger(StrayWatch.class);

  /** A look reads what the machine says of each of its processes. */
  private static final Duration LOOK = Duration.ofMillis(500);

  private final int session;
  private long lookedAt = System.nanoTime();

  StrayWatch(int session) {
    this.session = session;
  }

  /** Whether it has. Looks no more often than sensible. */
  boolean hasStartedOthers() {
    long now = System.nanoTime();
    if (now - lookedAt < LOOK.toNanos()) {
      return false;
    }
    lookedAt = now;
    try {
      return StrayProcesses.look(session);
    } catch (IOException e) {
      log.debug("The processes of a run could not be looked for", e);
      return false;
    }
  }
}
