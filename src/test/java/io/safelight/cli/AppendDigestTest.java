package io.safelight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.client.ExchangeObserver;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AppendDigestTest {
  private final StringWriter out = new StringWriter();
  private final Terminal terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(out, true));
  private final AppendDigest digest =
      new AppendDigest(terminal, exchange -> terminal.println(exchange.sent() + " " + exchange.status()));

  @Test
  void of_many_segments_the_first_three_the_failed_and_the_last_are_shown() {
    for (int index = 0; index < 10; index++) {
      exchange("command=APPEND " + index, index == 5 ? 503 : 204);
    }
    exchange("command=FINALIZE", 201);
    assertThat(out.toString().lines())
        .containsExactly(
            "command=APPEND 0 204",
            "command=APPEND 1 204",
            "command=APPEND 2 204",
            "command=APPEND 5 503",
            "     ... 5 more",
            "command=APPEND 9 204",
            "command=FINALIZE 201");
  }

  @Test
  void of_four_segments_all_are_shown() {
    for (int index = 0; index < 4; index++) {
      exchange("command=APPEND " + index, 204);
    }
    exchange("command=FINALIZE", 201);
    assertThat(out.toString().lines()).hasSize(5);
  }

  private void exchange(String sent, int status) {
    digest.exchanged(
        new ExchangeObserver.Exchange("POST", URI.create("http://localhost/"), sent, status, "", Duration.ZERO));
  }
}
