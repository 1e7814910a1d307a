package io.safelight.http;

import static io.safelight.http.RawClient.get;
import static io.safelight.http.RawClient.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests and answers of every kind, one by one and over one connection. */
class HttpServerTest {
  private final TestServer server = TestServer.with(this::routes);

  private void routes(Router router) {
    router.add("GET", "/memory", TestServer.ERRORS, new Endpoint() {
      @Override
      public Response handle(Exchange exchange) {
        return Response.text(200, "from a thread");
      }

      @Override
      public @Nullable Response handleInMemory(Exchange exchange) {
        return Response.text(200, Thread.currentThread().isVirtual() ? "from a thread" : "from memory");
      }
    });
    router.add("GET", "/thread", TestServer.ERRORS, _ ->
        Response.text(200, Thread.currentThread().isVirtual() ? "virtual" : "platform"));
    router.add("POST", "/204", TestServer.ERRORS, exchange -> {
      exchange.body().readBytes("me", 1000);
      return Response.empty(204).with("Content-Length", "0").with("X-MediaId", "1");
    });
    router.add("GET", "/broken", TestServer.ERRORS, _ -> {
      throw new IllegalStateException("a secret");
    });
    router.add("GET", "/busy", TestServer.ERRORS, _ -> {
      throw new SafelightException(ErrorCode.OVER_CAPACITY).retryAfter(Duration.ofMillis(1500));
    });
    router.add("GET", "/stream", TestServer.ERRORS, _ -> {
      byte[] piece = new byte[100_000];
      Arrays.fill(piece, (byte) 'x');
      return new Response(200, List.of(), new Response.Body.Stream(1_000_000, channel -> {
        for (int i = 0; i < 10; i++) {
          channel.write(ByteBuffer.wrap(piece));
        }
      }));
    });
    router.add("GET", "/inject", TestServer.ERRORS, exchange ->
        Response.empty(200).with("X-Echo", "a\r\nX-Evil: 1" + exchange.query().size()));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void an_answer_from_memory_is_written_by_the_io_thread() throws Exception {
    try (var client = server.connect()) {
      var answer = client.send(get("/memory")).read();
      assertThat(answer.body()).isEqualTo("from memory");
      assertThat(answer.header("Date")).isNotEmpty();
      assertThat(answer.header("Server")).isEmpty();
      assertThat(client.send(get("/thread")).read().body()).isEqualTo("virtual");
    }
  }

  @Test
  void a_204_has_no_content_length_even_if_the_endpoint_sets_one() throws Exception {
    try (var client = server.connect()) {
      var answer = client.send(post("/204", "Content-Length: 2\r\n") + "ab").read();
      assertThat(answer.status()).isEqualTo(204);
      assertThat(answer.header("X-MediaId")).isEqualTo("1");
      assertThat(answer.header("Content-Length")).isEmpty();
    }
  }

  @Test
  void an_unexpected_exception_is_an_internal_error_that_tells_nothing() throws Exception {
    try (var client = server.connect()) {
      var answer = client.send(get("/broken")).read();
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.body()).isEqualTo("INTERNAL: Internal error");
    }
  }

  @Test
  void an_error_that_may_be_retried_says_when_in_whole_seconds() throws Exception {
    try (var client = server.connect()) {
      var answer = client.send(get("/busy")).read();
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("Retry-After")).isEqualTo("2");
    }
  }

  @Test
  void head_has_the_length_of_get_and_no_body() throws Exception {
    try (var client = server.connect()) {
      for (String path : new String[] {"/memory", "/thread", "/stream"}) {
        int length = client.send(get(path)).read().body().length();
        var head = client.send("HEAD " + path + " HTTP/1.1\r\nHost: h\r\n\r\n").read("HEAD");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Length")).as(path).isNotEmpty();
        assertThat(length).isPositive();
      }
    }
  }

  @Test
  void pipelined_requests_are_answered_in_order() throws Exception {
    try (var client = server.connect()) {
      client.send(get("/memory") + get("/thread") + post("/204", "Content-Length: 2\r\n") + "ab" + get("/memory"));
      assertThat(client.read().body()).isEqualTo("from memory");
      assertThat(client.read().body()).isEqualTo("virtual");
      assertThat(client.read().status()).isEqualTo(204);
      assertThat(client.read().body()).isEqualTo("from memory");
    }
  }

  @Test
  void http_1_0_and_connection_close_end_the_connection() throws Exception {
    try (var client = server.connect()) {
      assertThat(client.send("GET /memory HTTP/1.0\r\n\r\n").read().body()).isEqualTo("from memory");
      assertThat(client.isClosedByServer()).isTrue();
    }
    try (var client = server.connect()) {
      var answer = client.send("GET /thread HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").read();
      assertThat(answer.header("Connection")).isEqualTo("close");
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void what_is_no_http_gets_a_status_and_nothing_that_tells_of_the_server() throws Exception {
    String[] requests = {
      "BREW\r\n\r\n",
      "GET /%zz HTTP/1.1\r\nHost: h\r\n\r\n",
      "GET /a/%2e%2e/b HTTP/1.1\r\nHost: h\r\n\r\n",
      "GET /%00 HTTP/1.1\r\nHost: h\r\n\r\n",
      "GET / HTTP/1.1\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: x\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: h\r\nX: " + "a".repeat(20_000) + "\r\n\r\n",
    };
    for (String request : requests) {
      try (var client = server.connect()) {
        var answer = client.send(request).read();
        assertThat(answer.status()).as(request).isBetween(400, 499);
        assertThat(answer.body().toLowerCase(Locale.ROOT)).doesNotContain("jetty", "html");
      }
    }
  }

  @Test
  void a_header_value_cannot_start_another_header() throws Exception {
    try (var client = server.connect()) {
      var answer = client.send(get("/inject")).read();
      assertThat(answer.header("X-Evil")).isEmpty();
    }
  }

  @Test
  void the_clients_of_the_jdk_understand_every_kind_of_answer() throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var base = URI.create("http://127.0.0.1:" + server.port());
      var stream = client.send(HttpRequest.newBuilder(base.resolve("/stream")).build(), BodyHandlers.ofString());
      assertThat(stream.body()).hasSize(1_000_000);
      var head = client.send(HttpRequest.newBuilder(base.resolve("/stream")).HEAD().build(), BodyHandlers.ofString());
      assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(1_000_000);
      var tooLarge = HttpRequest.newBuilder(base.resolve("/204")).POST(BodyPublishers.ofByteArray(new byte[4 << 20]));
      assertThat(client.send(tooLarge.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(413);
      var expecting =
          HttpRequest.newBuilder(base.resolve("/204")).expectContinue(true).POST(BodyPublishers.ofString("ab"));
      assertThat(client.send(expecting.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(204);
      var wrong = HttpRequest.newBuilder(base.resolve("/204")).DELETE().build();
      var answer = client.send(wrong, BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(405);
      assertThat(answer.headers().firstValue("Allow")).hasValue("POST");
    }
  }

  @Test
  void requests_are_timed_by_route_and_status() throws Exception {
    try (var client = server.connect()) {
      client.send(get("/memory")).read();
      client.send(get("/nowhere")).read();
      client.send(get("/memory")).read();
    }
    assertThat(server.meters.get("http.server.requests").tag("uri", "unmatched").tag("status", "404").timer().count())
        .isEqualTo(1);
  }
}
