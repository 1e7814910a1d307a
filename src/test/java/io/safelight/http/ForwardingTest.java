package io.safelight.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForwardingTest {
  private static String seen(List<String> trusted, String headers) throws Exception {
    try (var server = TestServer.trusting(trusted, router -> router.add("GET", "/", TestServer.ERRORS, exchange ->
            Response.text(200, exchange.baseUri() + " " + exchange.baseUri().port())));
        var client = server.connect()) {
      return client.send("GET / HTTP/1.1\r\n" + headers + "\r\n").read().body();
    }
  }

  @Test
  void the_host_header_names_the_base() throws Exception {
    assertThat(seen(List.of(), "Host: Media.Example:8080\r\n")).isEqualTo("http://media.example:8080 8080");
    assertThat(seen(List.of(), "Host: example\r\n")).isEqualTo("http://example 80");
    assertThat(seen(List.of(), "Host: [2001:DB8::1]:81\r\n")).isEqualTo("http://[2001:db8::1]:81 81");
  }

  @Test
  void a_host_that_is_none_is_refused() throws Exception {
    assertThat(seen(List.of(), "Host: a\"><script>\r\n")).doesNotContain("script");
    for (String host : new String[] {"a\"><script>", "a:b:c", "[::1", "a:", ""}) {
      assertThat(seen(List.of("127.0.0.1"), "Host: h\r\nX-Forwarded-Host: " + host + "\r\n"))
          .as(host)
          .startsWith("PARAMETER_INVALID");
    }
  }

  @Test
  void forwarded_headers_of_a_stranger_mean_nothing() throws Exception {
    String headers = "Host: h\r\nForwarded: for=1.2.3.4;proto=https;host=evil\r\nX-Forwarded-For: 1.2.3.4\r\n";
    assertThat(seen(List.of("10.0.0.0/8"), headers)).isEqualTo("http://h 80");
  }

  @Test
  void a_trusted_proxy_is_believed() throws Exception {
    List<String> trusted = List.of("127.0.0.0/8");
    assertThat(seen(trusted, "Host: h\r\nForwarded: for=\"[2001:db8::1]:99\";Proto=https;host=\"up.example\"\r\n"))
        .isEqualTo("https://up.example 443");
    assertThat(seen(trusted, "Host: h\r\nX-Forwarded-For: 1.2.3.4:99\r\nX-Forwarded-Proto: https\r\n"))
        .isEqualTo("https://h 443");
    String ports = "X-Forwarded-Proto: https\r\nX-Forwarded-Host: up\r\nX-Forwarded-Port: 8443\r\n";
    assertThat(seen(trusted, "Host: h:8080\r\n" + ports))
        .isEqualTo("https://up:8443 8443");
    assertThat(seen(trusted, "Host: h\r\nX-Forwarded-Proto: javascript\r\nX-Forwarded-For: unknown\r\n"))
        .isEqualTo("http://h 80");
  }

  @Test
  void what_the_client_wrote_behind_the_last_trusted_hop_is_not_reached() throws Exception {
    List<String> trusted = List.of("127.0.0.1", "10.0.0.1");
    String legacy = "X-Forwarded-For: 6.6.6.6, 1.2.3.4, 10.0.0.1\r\nX-Forwarded-Host: evil, good, good\r\n";
    assertThat(seen(trusted, "Host: h\r\n" + legacy)).isEqualTo("http://good 80");
    String forwarded = "Forwarded: for=6.6.6.6;host=evil, for=1.2.3.4;host=good, for=10.0.0.1;proto=https\r\n";
    assertThat(seen(trusted, "Host: h\r\n" + forwarded)).isEqualTo("https://good 443");
  }

  @Test
  void the_origin_is_what_the_last_trusted_hop_saw_and_of_ipv6_only_the_network() throws Exception {
    List<String> trusted = List.of("127.0.0.1", "10.0.0.1");
    assertThat(origin(List.of(), "X-Forwarded-For: 1.2.3.4\r\n")).isEqualTo("127.0.0.1");
    assertThat(origin(trusted, "X-Forwarded-For: 6.6.6.6, 1.2.3.4, 10.0.0.1\r\n")).isEqualTo("1.2.3.4");
    assertThat(origin(trusted, "X-Forwarded-For: unknown\r\n")).isEqualTo("127.0.0.1");
    assertThat(origin(trusted, "Forwarded: for=\"[2001:db8:1:2::9]:99\"\r\n")).isEqualTo("20010db800010002/64");
    assertThat(origin(trusted, "Forwarded: for=\"[2001:db8:1:2:f::]\"\r\n")).isEqualTo("20010db800010002/64");
    assertThat(origin(trusted, "X-Forwarded-For: ::ffff:1.2.3.4\r\n")).isEqualTo("1.2.3.4");
  }

  private static String origin(List<String> trusted, String headers) throws Exception {
    try (var server = TestServer.trusting(trusted, router ->
            router.add("GET", "/", TestServer.ERRORS, exchange -> Response.text(200, exchange.origin())));
        var client = server.connect()) {
      return client.send("GET / HTTP/1.1\r\nHost: h\r\n" + headers + "\r\n").read().body();
    }
  }

  @Test
  void blocks_of_addresses_are_compared_by_their_bits() throws Exception {
    var proxies = TrustedProxies.parse(List.of("10.1.0.0/15", "::1", " ", "2001:db8::/32", "0.0.0.0/32"));
    assertThat(proxies.contains(InetAddress.ofLiteral("10.0.255.255"))).isTrue();
    assertThat(proxies.contains(InetAddress.ofLiteral("10.2.0.0"))).isFalse();
    assertThat(proxies.contains(InetAddress.ofLiteral("::1"))).isTrue();
    assertThat(proxies.contains(InetAddress.ofLiteral("::2"))).isFalse();
    assertThat(proxies.contains(InetAddress.ofLiteral("2001:db8:ffff::1"))).isTrue();
    for (String bad : new String[] {"localhost", "10.0.0.0/33", "10.0.0.0/x", "10.0.0.0/-1", "/8"}) {
      assertThatThrownBy(() -> TrustedProxies.parse(List.of(bad))).hasMessageContaining("'" + bad + "'");
    }
  }
}
