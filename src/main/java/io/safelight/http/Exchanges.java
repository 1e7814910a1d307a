package io.safelight.http;

import io.safelight.config.HttpConfig;
import java.time.InstantSource;
import java.util.Map;
import org.eclipse.jetty.server.Request;

/** Makes an {@link Exchange} of each request of Jetty's, with what all of them share. Thread-safe. */
final class Exchanges {
  private final HttpConfig config;
  private final BodyGate gate;
  private final SpoolSpace space;
  private final TrustedProxies trusted;
  private final BaseUriReader baseUris = new BaseUriReader();
  private final InstantSource clock;

  Exchanges(HttpConfig config, BodyGate gate, SpoolSpace space, TrustedProxies trusted, InstantSource clock) {
    this.config = config;
    this.gate = gate;
    this.space = space;
    this.trusted = trusted;
    this.clock = clock;
  }

  /**
   * An exchange that begins now.
   *
   * @param path decoded
   * @param variables of the route's pattern, by name
   */
  JettyExchange begin(Request request, String path, Map<String, String> variables) {
    var body = new StreamedBody(request, config, gate, space);
    return new JettyExchange(request, path, variables, clock.instant(), trusted, baseUris, body);
  }
}
