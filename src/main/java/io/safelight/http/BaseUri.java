package io.safelight.http;

/**
 * The part of a URI before the path, as the client addressed it.
 *
 * @param scheme {@code http} or {@code https}
 * @param host lower case, IPv6 in brackets
 * @param port always given, also when it is the scheme's default
 */
public record BaseUri(String scheme, String host, int port) {

  /** The authority with the port left out when it is the scheme's default (RFC 5849 section 3.4.1.2). */
  public String authority() {
    boolean isDefault = scheme.equals("http") ? port == 80 : port == 443;
    return isDefault ? host : host + ":" + port;
  }

  @Override
  public String toString() {
    return scheme + "://" + authority();
  }
}
