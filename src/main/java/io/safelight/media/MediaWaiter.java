package io.safelight.media;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets virtual threads wait until a media is finished. Woken by changes on this node; another node's change is seen within a
 * quarter of a second. Thread-safe.
 */
public final class MediaWaiter implements MediaListener {
  private static final Duration RECHECK = Duration.ofMillis(250);

  private final MediaRepository repository;
  private final InstantSource clock;
  private final Duration recheck;
  private final ConcurrentHashMap<MediaId, Watch> watches = new ConcurrentHashMap<>();

  public MediaWaiter(MediaRepository repository, InstantSource clock) {
    this(repository, clock, RECHECK);
  }

  MediaWaiter(MediaRepository repository, InstantSource clock, Duration recheck) {
    this.repository = repository;
    this.clock = clock;
    this.recheck = recheck;
  }

  /**
   * Waits until the media is finished or the deadline has passed. An interrupt ends the waiting and stays set.
   *
   * @return the media as it then is; empty when it is gone
   */
  public Optional<Media> awaitFinished(MediaId id, Instant deadline) {
    Watch watch = watches.compute(id, (key, present) -> Watch.join(present));
    try {
      while (true) {
        // Counted before the row is read, so that no change falls between the two.
        long seen = watch.changes();
        Optional<Media> media = repository.find(id);
        Duration left = Duration.between(clock.instant(), deadline);
        if (media.isEmpty() || media.get().state().isFinished() || !left.isPositive()) {
          return media;
        }
        if (!watch.awaitChangeAfter(seen, left.compareTo(recheck) < 0 ? left : recheck)) {
          return media;
        }
      }
    } finally {
      watches.compute(id, (key, present) -> watch.leave() ? null : watch);
    }
  }

  @Override
  public void changed(MediaId id, long version) {
    Watch watch = watches.get(id);
    if (watch != null) {
      watch.changed();
    }
  }

  /** All who wait for one media. Joining and leaving happen under the map's lock of its key. */
  private static final class Watch {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private int waiters;
    private long changes;

    static Watch join(@Nullable Watch present) {
      Watch watch = present == null ? new Watch() : present;
      watch.waiters++;
      return watch;
    }

    /** Returns whether nobody is left. */
    boolean leave() {
      return --waiters == 0;
    }

    long changes() {
      lock.lock();
      try {
        return changes;
      } finally {
        lock.unlock();
      }
    }

    void changed() {
      lock.lock();
      try {
        changes++;
        change.signalAll();
      } finally {
        lock.unlock();
      }
    }

    /** Returns false when the thread was interrupted. */
    boolean awaitChangeAfter(long seen, Duration time) {
      lock.lock();
      try {
        long left = time.toNanos();
        while (changes == seen && left > 0) {
          left = change.awaitNanos(left);
        }
        return true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      } finally {
        lock.unlock();
      }
    }
  }
}
