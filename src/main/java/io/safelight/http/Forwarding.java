package io.safelight.http;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * What the proxies in front say of a request: {@code Forwarded} (RFC 7239), or the {@code X-Forwarded-*} headers where
 * that is missing. The hops are read from the nearest to the farthest, and only as long as the one that reports is
 * trusted: what a client wrote into these headers itself is never reached.
 *
 * @param peer the farthest address that a trusted proxy vouches for
 * @param scheme null when no trusted proxy named one
 * @param authority host with optional port; null when no trusted proxy named one
 */
record Forwarding(InetAddress peer, @Nullable String scheme, @Nullable String authority) {

  private record Hop(@Nullable String peer, @Nullable String scheme, @Nullable String authority) {}

  static Forwarding of(InetAddress peer, HttpFields headers, TrustedProxies trusted) {
    List<Hop> hops = trusted.contains(peer) ? hops(headers) : List.of();
    InetAddress client = peer;
    String scheme = null;
    String authority = null;
    for (Hop hop : hops.reversed()) {
      scheme = hop.scheme() == null ? scheme : hop.scheme();
      authority = hop.authority() == null ? authority : hop.authority();
      InetAddress reported = hop.peer() == null ? null : address(hop.peer());
      if (reported == null) {
        break;
      }
      client = reported;
      if (!trusted.contains(client)) {
        break;
      }
    }
    return new Forwarding(client, scheme, authority);
  }

  private static List<Hop> hops(HttpFields headers) {
    List<String> forwarded = headers.getValuesList("Forwarded");
    return forwarded.isEmpty() ? legacyHops(headers) : standardHops(String.join(",", forwarded));
  }

  private static List<Hop> standardHops(String text) {
    var hops = new ArrayList<Hop>();
    for (String element : HeaderParameters.split(text, ',')) {
      String peer = null;
      String scheme = null;
      String authority = null;
      for (String pair : HeaderParameters.split(element, ';')) {
        int equals = pair.indexOf('=');
        String value = equals < 0 ? "" : HeaderParameters.unquote(pair.substring(equals + 1).strip());
        switch (equals < 0 ? "" : pair.substring(0, equals).strip().toLowerCase(Locale.ROOT)) {
          case "for" -> peer = value;
          case "proto" -> scheme = scheme(value);
          case "host" -> authority = value;
          default -> {
            // "by" and extensions say nothing that is needed here.
          }
        }
      }
      hops.add(new Hop(peer, scheme, authority));
    }
    return hops;
  }

  private static List<Hop> legacyHops(HttpFields headers) {
    List<String> peers = list(headers, "X-Forwarded-For");
    List<String> schemes = list(headers, "X-Forwarded-Proto");
    List<String> hosts = list(headers, "X-Forwarded-Host");
    List<String> ports = list(headers, "X-Forwarded-Port");
    int count = Math.max(Math.max(peers.size(), schemes.size()), Math.max(hosts.size(), ports.size()));
    var hops = new ArrayList<Hop>();
    for (int fromEnd = count; fromEnd >= 1; fromEnd--) {
      String scheme = fromEnd(schemes, fromEnd);
      String host = fromEnd(hosts, fromEnd);
      String port = fromEnd(ports, fromEnd);
      boolean hasPort = host != null && host.indexOf(':', host.lastIndexOf(']') + 1) >= 0;
      String authority = host == null || port == null || hasPort ? host : host + ":" + port;
      hops.add(new Hop(fromEnd(peers, fromEnd), scheme == null ? null : scheme(scheme), authority));
    }
    return hops;
  }

  private static List<String> list(HttpFields headers, String name) {
    var values = new ArrayList<String>();
    for (String value : headers.getValuesList(name)) {
      for (String item : value.split(",", -1)) {
        values.add(item.strip());
      }
    }
    return values;
  }

  private static @Nullable String fromEnd(List<String> values, int distance) {
    return distance > values.size() ? null : values.get(values.size() - distance);
  }

  private static @Nullable String scheme(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.equals("http") || lower.equals("https") ? lower : null;
  }

  /** Null for {@code unknown}, obfuscated identifiers and everything else that is no address; a port is dropped. */
  private static @Nullable InetAddress address(String text) {
    String literal = text;
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      literal = end < 0 ? text : text.substring(1, end);
    } else if (text.indexOf(':') >= 0 && text.indexOf(':') == text.lastIndexOf(':')) {
      literal = text.substring(0, text.indexOf(':'));
    }
    try {
      return InetAddress.ofLiteral(literal);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
