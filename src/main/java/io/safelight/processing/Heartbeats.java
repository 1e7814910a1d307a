package io.safelight.processing;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews all leases of a pool from one platform thread, and ends those whose time limit has passed from another: a store that
 * hangs may keep the first one waiting, but no job beyond its limit. Thread-safe.
 */
final class Heartbeats implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Heartbeats.class);
  private static final long TICK_MILLIS = 100;
  /** One for each of the two tasks, neither of which runs twice at once. */
  private static final int THREADS = 2;

  private final Set<Lease> leases = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService timer =
      Executors.newScheduledThreadPool(THREADS, Thread.ofPlatform().name("leases-", 1).daemon().factory());

  void start() {
    repeat(Lease::beat);
    repeat(Lease::enforceLimit);
  }

  private void repeat(Consumer<Lease> task) {
    Runnable all = () -> leases.forEach(lease -> attend(lease, task));
    var _ = timer.scheduleWithFixedDelay(all, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  void add(Lease lease) {
    leases.add(lease);
  }

  void remove(Lease lease) {
    leases.remove(lease);
  }

  /** Ends every lease that is held. */
  void endAll(Lease.Ending why) {
    leases.forEach(lease -> lease.end(why));
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private static void attend(Lease lease, Consumer<Lease> task) {
    try {
      task.accept(lease);
    } catch (RuntimeException | Error e) {
      // The executor would silently drop the task, and with it every heartbeat of this server.
      log.error("media {}: its lease could not be attended to", lease.job().media().id(), e);
    }
  }
}
