package io.safelight.blob;

import io.safelight.media.MediaRepository;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes media whose time is over. Their bytes become garbage, which the {@link GarbageCollector} deletes. Thread-safe. */
public final class Expirer {
  private static final Logger log = LoggerFactory.getLogger(Expirer.class);
  /** Small, because the deletion of one batch is one transaction that others wait for. */
  private static final int BATCH = 50;

  private final MediaRepository media;
  private final InstantSource clock;

  public Expirer(MediaRepository media, InstantSource clock) {
    this.media = media;
    this.clock = clock;
  }

  /**
   * Deletes one batch of expired media.
   *
   * @return whether there may be more
   * @throws io.safelight.error.StoreException when the store cannot do its work
   */
  public boolean runOnce() {
    int deleted = media.deleteExpired(clock.instant(), BATCH).size();
    if (deleted > 0) {
      log.info("Deleted {} expired media", deleted);
    }
    return deleted == BATCH;
  }

  /** Runs again and again on a thread of its own until it is closed; errors are logged and tried again. */
  public PeriodicTask start(Duration interval) {
    return new PeriodicTask("expirer", interval, closing -> runOnce());
  }
}
