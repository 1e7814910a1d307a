package io.safelight.media;

import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes media whose time is over. Their keys become garbage: see {@link GarbageRepository}. Thread-safe. */
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
}
