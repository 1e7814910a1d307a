package io.safelight.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Times requests by route and status. A timer is looked up once and then kept in an array by status, so that the hot
 * path costs one read of it. Thread-safe.
 */
final class HttpMetrics {
  private static final int STATUSES = 600;

  private final MeterRegistry registry;
  private final Map<Route, AtomicReferenceArray<@Nullable Timer>> timers = new ConcurrentHashMap<>();
  private final AtomicReferenceArray<@Nullable Timer> unmatched = new AtomicReferenceArray<>(STATUSES);

  HttpMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void gauge(String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).register(registry);
  }

  /** Records an answer; a null route stands for all paths that no route matches. */
  void record(@Nullable Route route, int status, long nanos) {
    AtomicReferenceArray<@Nullable Timer> byStatus =
        route == null ? unmatched : timers.computeIfAbsent(route, _ -> new AtomicReferenceArray<>(STATUSES));
    int index = Math.clamp(status, 0, STATUSES - 1);
    Timer timer = byStatus.get(index);
    if (timer == null) {
      timer = register(route, index);
      byStatus.set(index, timer);
    }
    timer.record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer register(@Nullable Route route, int status) {
    return Timer.builder("http.server.requests")
        .description("Requests by route and status, from the head of the request to the end of the answer")
        .tag("method", route == null ? "any" : route.method())
        .tag("uri", route == null ? "unmatched" : route.pattern())
        .tag("status", Integer.toString(status))
        .register(registry);
  }
}
