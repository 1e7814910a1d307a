package io.safelight.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** A request of Jetty's. What costs something is worked out when it is first asked for. */
final class JettyExchange implements Exchange {
  private final Request request;
  private final String path;
  private final Map<String, String> variables;
  private final Instant receivedAt;
  private final TrustedProxies trusted;
  private final BaseUriReader baseUris;
  private final StreamedBody body;
  private @Nullable List<Parameter> query;
  private @Nullable Forwarding forwarding;
  private @Nullable BaseUri baseUri;

  JettyExchange(
      Request request,
      String path,
      Map<String, String> variables,
      Instant receivedAt,
      TrustedProxies trusted,
      BaseUriReader baseUris,
      StreamedBody body) {
    this.request = request;
    this.path = path;
    this.variables = variables;
    this.receivedAt = receivedAt;
    this.trusted = trusted;
    this.baseUris = baseUris;
    this.body = body;
  }

  @Override
  public String method() {
    return request.getMethod();
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public String rawPath() {
    return rawPath(request);
  }

  static String rawPath(Request request) {
    String path = request.getHttpURI().getPath();
    return path == null ? "/" : path;
  }

  @Override
  public String pathVariable(String name) {
    String value = variables.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no variable " + name);
    }
    return value;
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeaders().get(name));
  }

  @Override
  public @Nullable String rawQuery() {
    return request.getHttpURI().getQuery();
  }

  @Override
  public List<Parameter> query() {
    List<Parameter> parsed = query;
    if (parsed == null) {
      String raw = rawQuery();
      parsed = raw == null || raw.isEmpty() ? List.of() : FormParser.parseQuery(raw);
      query = parsed;
    }
    return parsed;
  }

  @Override
  public BaseUri baseUri() {
    BaseUri uri = baseUri;
    if (uri == null) {
      uri = effectiveUri();
      baseUri = uri;
    }
    return uri;
  }

  private BaseUri effectiveUri() {
    Forwarding forwarded = forwarding();
    String scheme = forwarded.scheme() != null ? forwarded.scheme() : request.isSecure() ? "https" : "http";
    String authority = forwarded.authority() != null ? forwarded.authority() : request.getHttpURI().getAuthority();
    return baseUris.read(scheme, authority == null ? "" : authority);
  }

  private Forwarding forwarding() {
    Forwarding known = forwarding;
    if (known == null) {
      known = Forwarding.of(peer(), request.getHeaders(), trusted);
      forwarding = known;
    }
    return known;
  }

  @Override
  public String origin() {
    return Origin.of(forwarding().peer());
  }

  private InetAddress peer() {
    SocketAddress address = request.getConnectionMetaData().getRemoteSocketAddress();
    return address instanceof InetSocketAddress inet ? inet.getAddress() : InetAddress.getLoopbackAddress();
  }

  @Override
  public Instant receivedAt() {
    return receivedAt;
  }

  @Override
  public StreamedBody body() {
    return body;
  }
}
