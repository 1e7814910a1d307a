package io.safelight.http;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request as an {@link Endpoint} sees it. Not thread-safe. */
public interface Exchange {
  /**
   * The method in upper case as sent. A HEAD goes to the endpoint of GET and the body of its answer is dropped, but it
   * stays {@code HEAD} here: OAuth 1.0a signs the method, and ranges are defined for GET alone (RFC 9110 section 14.2).
   */
  String method();

  /** The path without the query, percent-decoded and normalised; the one the router matched. */
  String path();

  /** The path exactly as sent, still percent-encoded: the form that OAuth 1.0a signs. */
  String rawPath();

  /**
   * A variable of the route's pattern, percent-decoded.
   *
   * @throws IllegalArgumentException when the pattern has no such variable
   */
  String pathVariable(String name);

  /** The first header of this name, whatever its case. */
  Optional<String> header(String name);

  /** The query exactly as sent, without the question mark; null when there is no question mark. */
  @Nullable String rawQuery();

  /** The parameters of the query, in the order sent. */
  List<Parameter> query();

  /** {@code scheme://host[:port]} as the client saw it; forwarded headers count only from a trusted peer. */
  BaseUri baseUri();

  /**
   * From where the request comes, as far as shares go: the address of the connection's peer, or what a trusted proxy says
   * it is. Of an IPv6 address only the network, its first 64 bits, since one machine may use all the others.
   */
  String origin();

  /** When the head of the request had been read. */
  Instant receivedAt();

  /** The body, which has not been read yet. */
  RequestBody body();
}
