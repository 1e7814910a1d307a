package io.safelight.http;

import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** A request of Jetty's. What costs something is worked out when it is first asked for. */
final class JettyExchange implements Exchange {
  /** Registered names and addresses (RFC 3986 section 3.2.2), without the characters that nobody has in a host name. */
  private static final Pattern AUTHORITY = Pattern.compile("([a-z0-9._-]+|\\[[0-9a-f:.]+])(?::(\\d{1,5}))?");

  private final Request request;
  private final String path;
  private final Map<String, String> variables;
  private final Instant receivedAt;
  private final TrustedProxies trusted;
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
      StreamedBody body) {
    this.request = request;
    this.path = path;
    this.variables = variables;
    this.receivedAt = receivedAt;
    this.trusted = trusted;
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
    Matcher matcher = AUTHORITY.matcher(authority == null ? "" : authority.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new SafelightException(ErrorCode.PARAMETER_INVALID, "The host that this request names is not a host name.");
    }
    String port = matcher.group(2);
    int defaultPort = scheme.equals("https") ? 443 : 80;
    return new BaseUri(scheme, matcher.group(1), port == null ? defaultPort : Integer.parseInt(port));
  }

  private Forwarding forwarding() {
    Forwarding known = forwarding;
    if (known == null) {
      known = Forwarding.of(peer(), request.getHeaders(), trusted);
      forwarding = known;
    }
    return known;
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
