package io.safelight.processing;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews all leases of a pool from one platform thread. Thread-safe. */
final class Heartbeats implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Heartbeats.class);
  private static final long TICK_MILLIS = 100;

  private final Set<Lease> leases = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("heartbeats").daemon().factory());

  void start() {
    var _ = timer.scheduleWithFixedDelay(this::beatAll, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
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

  private void beatAll() {
    for (Lease lease : leases) {
      try {
        lease.beat();
      } catch (RuntimeException e) {
        // The executor would silently drop the task, and with it every heartbeat of this server.
        log.error("media {}: heartbeat failed", lease.job().media().id(), e);
      }
    }
  }
}
