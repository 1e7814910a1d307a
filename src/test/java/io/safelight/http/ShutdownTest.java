package io.safelight.http;

import static io.safelight.http.RawClient.get;
import static io.safelight.http.RawClient.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.safelight.LogCapture;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens to requests when the server stops. */
class ShutdownTest {
  private final CountDownLatch slow = new CountDownLatch(1);
  private final CountDownLatch staying = new CountDownLatch(1);
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private final TestServer server = TestServer.with(this::routes);

  private void routes(Router router) {
    router.add("GET", "/thread", TestServer.ERRORS, _ -> Response.text(200, "done"));
    router.add("POST", "/204", TestServer.ERRORS, exchange -> {
      exchange.body().readBytes("me", 1000);
      return Response.empty(204).with("Content-Length", "0").with("X-MediaId", "1");
    });
    router.add("GET", "/slow", TestServer.ERRORS, _ -> {
      try {
        slow.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      return Response.text(200, "at last");
    });
    router.add("GET", "/stays", TestServer.ERRORS, _ -> {
      staying.countDown();
      while (slow.getCount() > 0) {
        try {
          slow.await();
        } catch (InterruptedException e) {
          interrupted.countDown();
        }
      }
      return Response.text(200, "at last");
    });
    router.add("GET", "/keeps-interrupt", TestServer.ERRORS, _ -> {
      Thread.currentThread().interrupt();
      // So long that the thread has to wait for the client, which is what an interrupt would end.
      return Response.text(200, "x".repeat(32 << 20));
    });
    router.add("GET", "/interrupted-file", TestServer.ERRORS, _ -> {
      throw new ClosedByInterruptException();
    });
  }

  @AfterEach
  void stop() {
    slow.countDown();
    server.close();
  }

  @Test
  void an_interrupt_that_a_handler_keeps_does_not_take_its_answer_away() throws Exception {
    try (var client = server.connect()) {
      assertThat(client.send(get("/keeps-interrupt")).read().body()).hasSize(32 << 20);
    }
  }

  @Test
  void an_interrupt_at_a_file_is_the_server_that_stops_and_not_its_disk() throws Exception {
    try (var client = server.connect(); var log = new LogCapture(Failures.class)) {
      var answer = client.send(get("/interrupted-file")).read();
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.body()).contains("The server is stopping");
      assertThat(answer.header("Retry-After")).isEqualTo("1");
      assertThat(log.messages(Level.INFO)).isEmpty();
    }
  }

  @Test
  void a_request_that_comes_when_no_thread_is_started_any_more_is_told_to_come_again() throws Exception {
    try (var early = server.connect(); var late = server.connect()) {
      assertThat(late.send(get("/thread")).read().status()).isEqualTo(200);
      late.send("GET /thread HTTP/1.1\r\n");
      early.send(get("/stays"));
      // Not the count of requests, in which the one just answered may still be.
      assertThat(staying.await(20, TimeUnit.SECONDS)).isTrue();
      Thread stopping = Thread.startVirtualThread(server.server::close);
      assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();

      var answer = late.send("Host: h\r\n\r\n").read();
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.body()).contains("The server is stopping");
      assertThat(answer.header("Retry-After")).isEqualTo("1");
      server.awaitRequests(1);
      slow.countDown();
      assertThat(early.read().body()).isEqualTo("at last");
      stopping.join();
    }
  }

  @Test
  void closing_waits_for_the_request_that_is_under_way() throws Exception {
    try (var client = server.connect()) {
      client.send(get("/slow"));
      while (server.server.requests() == 0) {
        Thread.onSpinWait();
      }
      Thread closing = Thread.startVirtualThread(server.server::close);
      slow.countDown();
      assertThat(client.read().body()).isEqualTo("at last");
      closing.join();
      assertThat(server.server.requests()).isZero();
    }
  }

  @Test
  void a_body_that_outlasts_the_grace_of_a_shutdown_is_told_to_come_again() throws Exception {
    try (var client = server.connect()) {
      client.send(post("/204", "Content-Length: 2\r\n") + "a");
      while (server.meters.get("http.server.bodies.open").gauge().value() == 0) {
        Thread.onSpinWait();
      }
      server.server.close();
      var answer = client.read();
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("Retry-After")).isEqualTo("1");
    }
  }

  @Test
  void closing_ends_idle_connections_and_takes_no_new_ones() throws Exception {
    int port = server.port();
    try (var idle = server.connect()) {
      idle.send(get("/thread")).read();
      assertThat(server.server.connections()).isEqualTo(1);
      server.server.close();
      assertThat(idle.isClosedByServer()).isTrue();
      assertThatThrownBy(() -> new RawClient(port)).isInstanceOf(IOException.class);
    }
  }
}
