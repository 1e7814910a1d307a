package io.safelight.http;

import static io.safelight.http.RawClient.get;
import static io.safelight.http.RawClient.post;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeadDeadlineTest {
  private static final Duration DEADLINE = Duration.ofMillis(300);
  private static final int MORE_THAN_ENOUGH = 200;

  private final TestServer server = TestServer.with(TestServer.headTimeout(DEADLINE), Bodies::routes);

  @AfterEach
  void stop() {
    server.close();
  }

  /** Sends one byte after the other until the server has closed the connection; returns whether it did. */
  private boolean isEndedWhileTrickling(RawClient client, String beginning, int otherConnections) throws Exception {
    client.send(beginning);
    for (int i = 0; i < MORE_THAN_ENOUGH && server.server.connections() > otherConnections; i++) {
      client.send("x");
      Thread.sleep(DEADLINE.toMillis() / 15);
    }
    return server.server.connections() == otherConnections;
  }

  @Test
  void a_head_that_comes_byte_by_byte_ends_the_connection() throws Exception {
    for (String beginning : new String[] {"P", "POST /bytes HTTP/1.1\r\nHost: h\r\nX: "}) {
      try (var client = server.connect()) {
        assertThat(isEndedWhileTrickling(client, beginning, 0)).as(beginning).isTrue();
      }
    }
  }

  @Test
  void the_head_of_a_later_request_has_the_same_deadline() throws Exception {
    try (var client = server.connect()) {
      assertThat(client.send(get("/nowhere")).read().status()).isEqualTo(404);
      assertThat(isEndedWhileTrickling(client, "GET /", 0)).isTrue();
    }
  }

  @Test
  void idle_connections_and_slow_bodies_are_left_alone() throws Exception {
    try (var fresh = server.connect();
        var used = server.connect();
        var sending = server.connect();
        var trickling = server.connect()) {
      assertThat(used.send(get("/nowhere")).read().status()).isEqualTo(404);
      sending.send(post("/bytes", "Content-Length: 2\r\n") + "a");
      assertThat(isEndedWhileTrickling(trickling, "G", 3)).isTrue();
      assertThat(fresh.send(get("/nowhere")).read().status()).isEqualTo(404);
      assertThat(used.send(get("/nowhere")).read().status()).isEqualTo(404);
      assertThat(sending.send("b").read().body()).isEqualTo("ab");
    }
  }
}
