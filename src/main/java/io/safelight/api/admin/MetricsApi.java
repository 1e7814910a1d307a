package io.safelight.api.admin;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.safelight.http.Response;
import io.safelight.http.Routes;
import java.nio.charset.StandardCharsets;

/** {@code GET /metrics} in the text format of Prometheus 0.0.4. Thread-safe. */
public final class MetricsApi {
  private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry;

  public MetricsApi(PrometheusMeterRegistry registry) {
    this.registry = registry;
  }

  public void register(Routes routes) {
    routes.add(
        "GET",
        "/metrics",
        new AdminErrors(),
        _ -> Response.of(200, CONTENT_TYPE, registry.scrape(CONTENT_TYPE).getBytes(StandardCharsets.UTF_8)));
  }
}
