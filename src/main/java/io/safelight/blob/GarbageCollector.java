package io.safelight.blob;

import io.safelight.media.GarbageRepository;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the bytes of keys that no row names any more: first the bytes, durably, then the row that remembers them, so that a
 * crash at any point only makes it delete again what is gone. Thread-safe as long as only one is run.
 */
public final class GarbageCollector {
  private static final Logger log = LoggerFactory.getLogger(GarbageCollector.class);
  private static final int BATCH = 200;
  /** Keys that could not be deleted, after which a run ends: the disk has a problem that more tries do not solve. */
  private static final int MAX_STUCK = 1000;

  private static final int MAX_REPORTED = 3;

  private final GarbageRepository garbage;
  private final Deleter deleter;
  private final InstantSource clock;

  /** Deletes the bytes of a key, or of all keys below a prefix; that there are none is not an error. */
  @FunctionalInterface
  public interface Deleter {
    void delete(String key) throws IOException;
  }

  public GarbageCollector(GarbageRepository garbage, Deleter deleter, InstantSource clock) {
    this.garbage = garbage;
    this.deleter = deleter;
    this.clock = clock;
  }

  /**
   * Deletes everything that is due now. A key whose bytes cannot be deleted is left for the next run and holds nobody up.
   *
   * @param closing whether to come to an end early, because the server stops
   * @return how many keys were deleted
   * @throws IOException when keys were left, after all others were deleted
   * @throws io.safelight.error.StoreException when the store cannot do its work
   */
  public int run(BooleanSupplier closing) throws IOException {
    Set<String> stuck = new HashSet<>();
    var problem = new IOException("Some blobs could not be deleted");
    int deleted = 0;
    while (stuck.size() < MAX_STUCK && !closing.getAsBoolean()) {
      List<String> due = new ArrayList<>(garbage.due(clock.instant(), BATCH + stuck.size()));
      due.removeAll(stuck);
      if (due.isEmpty()) {
        break;
      }
      List<String> gone = new ArrayList<>();
      for (String key : due) {
        try {
          deleter.delete(key);
          gone.add(key);
          if (BlobKey.isPrefix(key)) {
            log.info("Deleted all files of media {}", key.substring(0, key.length() - 1));
          }
        } catch (IOException | IllegalArgumentException e) {
          stuck.add(key);
          if (stuck.size() <= MAX_REPORTED) {
            problem.addSuppressed(e);
          }
        }
      }
      garbage.forget(gone);
      deleted += gone.size();
    }
    if (deleted > 0) {
      log.debug("Deleted {} blobs that nothing names any more", deleted);
    }
    if (!stuck.isEmpty()) {
      throw problem;
    }
    return deleted;
  }
}
