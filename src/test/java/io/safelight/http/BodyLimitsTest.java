package io.safelight.http;

import static io.safelight.http.RawClient.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.Await;
import io.safelight.http.RequestBody.PartSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class BodyLimitsTest {
  private static final Duration WINDOW = Duration.ofMillis(200);
  private static final String MULTIPART = "Content-Type: multipart/form-data; boundary=b\r\n";

  private static TestServer server(int bodies, int bodiesPerUser, long unsynced) {
    return TestServer.with(TestServer.config(WINDOW, bodies, bodiesPerUser, unsynced), Bodies::routes);
  }

  private static void awaitOpenBodies(TestServer server, int count) throws Exception {
    Await.until(
        count + " bodies are open", () -> server.meters.get("http.server.bodies.open").gauge().value() == count);
  }

  @Test
  void a_body_that_comes_too_slowly_is_answered_408_and_the_connection_closed() throws Exception {
    for (String path : new String[] {"/bytes", "/form", "/stream"}) {
      try (var server = server(10, 10, 1000); var client = server.connect()) {
        var answer = client.send(post(path, "Content-Length: 100\r\n") + "slow").read();
        assertThat(answer.status()).as(path).isEqualTo(408);
        assertThat(answer.header("Connection")).isEqualTo("close");
        assertThat(client.isClosedByServer()).isTrue();
      }
    }
  }

  @Test
  void a_client_that_sends_one_byte_after_another_for_ever_is_answered_408() throws Exception {
    for (String path : new String[] {"/multipart", "/form", "/bytes", "/stream"}) {
      String type = path.equals("/form") ? "" : MULTIPART;
      try (var server = server(10, 10, 1_000_000)) {
        Thread trickle;
        try (var client = server.connect()) {
          client.send(post(path, type + "Content-Length: 100000\r\n") + "--b\r\n\r\n");
          trickle = Thread.startVirtualThread(() -> client.trickle(WINDOW.dividedBy(20)));
          assertThat(client.read().status()).as(path).isEqualTo(408);
        }
        trickle.join();
        assertThat(server.spooled()).isEmpty();
      }
    }
  }

  @Test
  void a_body_that_pauses_but_comes_fast_enough_is_read() throws Exception {
    // Longer than a busy machine lets a client wait, and in all the pauses are longer than it.
    Duration window = Duration.ofSeconds(1);
    var config = TestServer.config(window, 10, 10, 100_000);
    try (var server = TestServer.with(config, Bodies::routes); var client = server.connect()) {
      client.send(post("/bytes", "Content-Length: 16000\r\n"));
      for (int i = 0; i < 8; i++) {
        client.send("x".repeat(2000));
        Thread.sleep(window.dividedBy(5));
      }
      assertThat(client.read().status()).isEqualTo(200);
    }
  }

  @Test
  void over_the_limit_of_open_bodies_another_is_refused_before_it_is_read() throws Exception {
    var server = TestServer.with(TestServer.config(Duration.ofSeconds(20), 1, 1, 1000), Bodies::routes);
    try (server; var first = server.connect(); var second = server.connect()) {
      first.send(post("/bytes", "Content-Length: 2\r\n") + "a");
      awaitOpenBodies(server, 1);
      var answer = second.send(post("/bytes", "Expect: 100-continue\r\nContent-Length: 2\r\n")).read();
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("Retry-After")).isEqualTo("1");
      assertThat(first.send("b").read().body()).isEqualTo("ab");
      try (var third = server.connect()) {
        assertThat(third.send(post("/bytes", "Content-Length: 1\r\n") + "c").read().body()).isEqualTo("c");
      }
    }
  }

  @Test
  void one_user_cannot_take_the_places_of_another() throws Exception {
    var config = TestServer.config(Duration.ofSeconds(20), 10, 1, 1000);
    var server = TestServer.with(config, router -> router.add("POST", "/as", TestServer.ERRORS, exchange ->
        Response.of(200, "text/plain", exchange.body().readBytes(exchange.header("User").orElseThrow(), 100))));
    try (server; var ann = server.connect(); var again = server.connect(); var bob = server.connect()) {
      ann.send(post("/as", "User: ann\r\nContent-Length: 2\r\n") + "a");
      awaitOpenBodies(server, 1);
      assertThat(again.send(post("/as", "User: ann\r\nContent-Length: 1\r\n") + "a").read().status()).isEqualTo(503);
      assertThat(bob.send(post("/as", "User: bob\r\nContent-Length: 1\r\n") + "b").read().status()).isEqualTo(200);
    }
  }

  @Test
  void only_bytes_that_were_received_count_and_they_count_until_the_request_ends() throws Exception {
    var synced = new CountDownLatch(1);
    var server = TestServer.with(TestServer.config(Duration.ofSeconds(20), 10, 10, 1000), router -> {
      Bodies.routes(router);
      router.add("POST", "/sync", TestServer.ERRORS, exchange -> {
        exchange.body().readMultipart("me", 10_000, _ -> new Sink());
        try {
          synced.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
        return Response.empty(204);
      });
    });
    String body = "--b\r\n\r\n" + "x".repeat(2000) + "\r\n--b--";
    try (server; var announcing = server.connect(); var syncing = server.connect(); var late = server.connect()) {
      announcing.send(post("/bytes", "Content-Length: 90000\r\n"));
      awaitOpenBodies(server, 1);
      syncing.send(post("/sync", MULTIPART + "Content-Length: " + body.length() + "\r\n") + body);
      while (server.meters.get("http.server.bodies.held").gauge().value() < body.length()) {
        Thread.onSpinWait();
      }
      assertThat(late.send(post("/bytes", "Content-Length: 1\r\n") + "x").read().status()).isEqualTo(503);
      synced.countDown();
      assertThat(syncing.read().status()).isEqualTo(204);
      assertThat(late.send(post("/bytes", "Content-Length: 1\r\n") + "x").read().status()).isEqualTo(200);
    }
  }

  @Test
  void a_stream_counts_as_held_like_every_other_body() throws Exception {
    var server = TestServer.with(TestServer.config(Duration.ofSeconds(20), 10, 10, 1000), Bodies::routes);
    try (server; var first = server.connect(); var late = server.connect()) {
      first.send(post("/stream", "Content-Length: 2001\r\n") + "x".repeat(2000));
      while (server.meters.get("http.server.bodies.held").gauge().value() < 2000) {
        Thread.onSpinWait();
      }
      assertThat(late.send(post("/bytes", "Content-Length: 1\r\n") + "x").read().status()).isEqualTo(503);
      assertThat(first.send("x").read().status()).isEqualTo(200);
    }
  }

  @Test
  void forms_on_the_disk_have_a_share_for_each_user_and_a_bound_for_all() throws Exception {
    var server = TestServer.with(TestServer.spooling(500_000, 300_000), router ->
        router.add("POST", "/form", TestServer.ERRORS, exchange -> {
          try (Form form = exchange.body().readForm(exchange.header("User").orElseThrow(), Bodies.MAX)) {
            return Response.text(200, Bodies.describe(form.parameters()));
          }
        }));
    try (server; var ann = server.connect(); var again = server.connect(); var bob = server.connect()) {
      ann.send(post("/form", "User: ann\r\nContent-Length: 280001\r\n") + "a=" + "x".repeat(279_998));
      while (server.meters.get("http.server.forms.spooled").gauge().value() < 250_000) {
        Thread.onSpinWait();
      }
      var refused = again.send(form("ann", 150_000)).read();
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.header("Retry-After")).isEqualTo("1");
      assertThat(bob.send(form("bob", 150_000)).read().status()).isEqualTo(200);
      assertThat(bob.send(form("bob", 290_000)).read().status()).as("more than all may take").isEqualTo(503);

      assertThat(ann.send("x").read().status()).isEqualTo(200);
      assertThat(server.meters.get("http.server.forms.spooled").gauge().value()).isZero();
      try (var later = server.connect()) {
        assertThat(later.send(form("ann", 290_000)).read().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void a_form_does_not_take_what_uploads_leave_free_of_the_disk() throws Exception {
    try (var server = TestServer.reserving(1L << 60, Bodies::routes)) {
      try (var small = server.connect(); var large = server.connect()) {
        assertThat(small.send(form("me", 1000)).read().status()).as("held in memory").isEqualTo(200);
        var refused = large.send(form("me", 100_000)).read();
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isEqualTo("10");
      }
      assertThat(server.spooled()).isEmpty();
    }
  }

  private static String form(String user, int length) {
    return post("/form", "User: " + user + "\r\nContent-Length: " + length + "\r\n") + "a=" + "x".repeat(length - 2);
  }

  @Test
  void a_sink_whose_disk_is_full_ends_the_request_with_503_and_its_part_is_not_ended() throws Exception {
    var server = TestServer.with(router -> router.add("POST", "/full", TestServer.ERRORS, exchange -> {
      exchange.body().readMultipart("me", 10_000, _ -> new Sink() {
        @Override
        public void write(ByteBuffer bytes) throws IOException {
          throw new IOException("the disk is full at /secret");
        }

        @Override
        public void end() {
          throw new AssertionError("ended");
        }
      });
      return Response.empty(204);
    }));
    String body = "--b\r\n\r\nx\r\n--b--";
    try (server; var client = server.connect()) {
      var answer = client.send(post("/full", MULTIPART + "Content-Length: " + body.length() + "\r\n") + body).read();
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("Retry-After")).contains("10");
      assertThat(answer.body()).startsWith("OVER_CAPACITY: ").doesNotContain("secret");
    }
  }

  private static class Sink implements PartSink {
    @Override
    public void write(ByteBuffer bytes) throws IOException {
      bytes.position(bytes.limit());
    }

    @Override
    public void end() {}
  }
}
