package io.safelight.media;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets virtual threads wait until a media is finished. Woken by changes on this node; another node's change is seen within a
 * quarter of a second. Thread-safe.
 */
public final class MediaWaiter implements MediaListener {
  private static final Duration RECHECK = Duration.ofMillis(250);

  private final MediaRepository repository;
  private final InstantSource clock;
  private final ConcurrentHashMap<MediaId, CountDownLatch> changes = new ConcurrentHashMap<>();

  public MediaWaiter(MediaRepository repository, InstantSource clock) {
    this.repository = repository;
    this.clock = clock;
  }

  /**
   * Waits until the media is finished or the deadline has passed.
   *
   * @return the media as it then is; empty when it is gone
   */
  public Optional<Media> awaitFinished(MediaId id, Instant deadline) {
    while (true) {
      // The latch is taken before the row is read, so that no change falls between the two.
      CountDownLatch change = changes.computeIfAbsent(id, key -> new CountDownLatch(1));
      Optional<Media> media = repository.find(id);
      Duration left = Duration.between(clock.instant(), deadline);
      if (media.isEmpty() || media.get().state().isFinished() || !left.isPositive()) {
        changes.remove(id, change);
        return media;
      }
      Duration pause = left.compareTo(RECHECK) < 0 ? left : RECHECK;
      try {
        boolean changed = change.await(pause.toMillis() + 1, TimeUnit.MILLISECONDS);
        if (!changed) {
          changes.remove(id, change);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        changes.remove(id, change);
        return media;
      }
    }
  }

  @Override
  public void changed(MediaId id, long version) {
    CountDownLatch change = changes.remove(id);
    if (change != null) {
      change.countDown();
    }
  }
}
