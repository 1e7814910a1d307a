package io.safelight.auth;

import io.safelight.http.BaseUri;
import io.safelight.http.Exchange;
import io.safelight.http.Form;
import io.safelight.http.Parameter;
import io.safelight.http.RequestBody;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request, as far as authentication looks at it.
 *
 * @param bodyType null when there is no body
 */
record FakeExchange(
    String method, URI uri, @Nullable String authorization, RequestBody.@Nullable BodyType bodyType, Instant receivedAt)
    implements Exchange {

  FakeExchange withAuthorization(@Nullable String header) {
    return new FakeExchange(method, uri, header, bodyType, receivedAt);
  }

  FakeExchange withMethod(String other) {
    return new FakeExchange(other, uri, authorization, bodyType, receivedAt);
  }

  FakeExchange withUri(String other) {
    return new FakeExchange(method, URI.create(other), authorization, bodyType, receivedAt);
  }

  @Override
  public String path() {
    return uri.getPath();
  }

  @Override
  public String rawPath() {
    return uri.getRawPath();
  }

  @Override
  public String pathVariable(String name) {
    throw new IllegalArgumentException(name);
  }

  @Override
  public Optional<String> header(String name) {
    return name.equalsIgnoreCase("Authorization") ? Optional.ofNullable(authorization) : Optional.empty();
  }

  @Override
  public @Nullable String rawQuery() {
    return uri.getRawQuery();
  }

  @Override
  public List<Parameter> query() {
    return parameters(uri.getRawQuery());
  }

  /** Decodes a query or an urlencoded body; pairs of nothing are no parameters. */
  static List<Parameter> parameters(@Nullable String encoded) {
    var parameters = new ArrayList<Parameter>();
    if (encoded == null || encoded.isEmpty()) {
      return parameters;
    }
    for (String pair : encoded.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      parameters.add(
          new Parameter.Text(
              URLDecoder.decode(name, StandardCharsets.UTF_8), URLDecoder.decode(value, StandardCharsets.UTF_8)));
    }
    return parameters;
  }

  @Override
  public BaseUri baseUri() {
    int port = uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equals("https") ? 443 : 80;
    return new BaseUri(uri.getScheme(), uri.getHost(), port);
  }

  @Override
  public String origin() {
    return "127.0.0.1";
  }

  @Override
  public RequestBody body() {
    return new UnreadBody(bodyType);
  }

  /** A body that must not be read while the caller is not known. */
  private record UnreadBody(@Nullable BodyType bodyType) implements RequestBody {
    @Override
    public BodyType type() {
      return bodyType == null ? BodyType.OTHER : bodyType;
    }

    @Override
    public boolean isEmpty() {
      return bodyType == null;
    }

    @Override
    public Form readForm(String principal, long maxBytes) {
      throw new AssertionError("authentication read the body");
    }

    @Override
    public byte[] readBytes(String principal, int maxBytes) {
      throw new AssertionError("authentication read the body");
    }

    @Override
    public InputStream openStream(String principal, long maxBytes) {
      throw new AssertionError("authentication read the body");
    }

    @Override
    public void readMultipart(String principal, long maxBytes, PartHandler handler) {
      throw new AssertionError("authentication read the body");
    }
  }
}
