package io.safelight.api.admin;

import io.safelight.api.JsonWriter;
import io.safelight.http.Endpoint;
import io.safelight.http.Exchange;
import io.safelight.http.Response;
import io.safelight.http.Routes;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * {@code GET /health/live}: the process answers, whatever else hangs; and {@code GET /health/ready}: it can do its work, or 503 and
 * in words what cannot. Thread-safe.
 */
public final class HealthApi {
  private static final byte[] LIVE = new JsonWriter().beginObject().field("status", "up").endObject().toBytes();

  private final Supplier<List<Check>> checks;
  private final String sandbox;
  private final OptionalInt landlockVersion;

  /**
   * One thing that has to work.
   *
   * @param detail what is wrong, for an operator; empty when nothing is
   */
  public record Check(String name, boolean ok, String detail) {}

  /**
   * @param checks what readiness consists of; called on a virtual thread for every question
   * @param sandbox the level to which ffmpeg is confined, which readiness does not depend on
   * @param landlockVersion of the rules that confine it, where there are any
   */
  public HealthApi(Supplier<List<Check>> checks, String sandbox, OptionalInt landlockVersion) {
    this.checks = checks;
    this.sandbox = sandbox;
    this.landlockVersion = landlockVersion;
  }

  public void register(Routes routes) {
    var errors = new AdminErrors();
    routes.fallback("/health/", errors);
    routes.add("GET", "/health/live", errors, new Live());
    routes.add("GET", "/health/ready", errors, this::ready);
  }

  /** From memory: when no other thread gets anywhere, the process is still alive. */
  private static final class Live implements Endpoint {
    @Override
    public Response handleInMemory(Exchange exchange) {
      return Response.of(200, AdminErrors.JSON, LIVE);
    }

    @Override
    public Response handle(Exchange exchange) {
      return handleInMemory(exchange);
    }
  }

  private Response ready(Exchange exchange) {
    List<Check> results = checks.get();
    boolean ready = results.stream().allMatch(Check::ok);
    var json = new JsonWriter();
    json.beginObject().field("status", ready ? "up" : "down").name("checks").beginArray();
    for (Check check : results) {
      json.beginObject().field("name", check.name()).field("status", check.ok() ? "up" : "down");
      if (!check.detail().isEmpty()) {
        json.field("detail", check.detail());
      }
      json.endObject();
    }
    json.endArray().name("sandbox").beginObject().field("level", sandbox);
    landlockVersion.ifPresent(version -> json.field("landlock_abi", version));
    return Response.of(ready ? 200 : 503, AdminErrors.JSON, json.endObject().endObject().toBytes());
  }
}
