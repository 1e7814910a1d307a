package io.safelight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.client.ExchangeObserver;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RetryNoticeTest {
  private final StringWriter err = new StringWriter();
  private final RetryNotice notice =
      new RetryNotice(new Terminal(new PrintWriter(new StringWriter()), new PrintWriter(err, true)));

  @Test
  void connections_that_wait_at_once_are_told_of_once() {
    for (int connection = 0; connection < 4; connection++) {
      retry(OptionalInt.empty(), Duration.ofSeconds(8));
    }
    assertThat(err.toString().lines()).containsExactly("No answer from http://localhost/, trying again in 8 s");
  }

  @Test
  void a_short_wait_is_not_worth_a_line_and_a_busy_server_did_answer() {
    retry(OptionalInt.empty(), Duration.ofMillis(500));
    retry(OptionalInt.of(503), Duration.ofSeconds(30));
    assertThat(err.toString().lines())
        .containsExactly("http://localhost/ is busy (HTTP status 503), trying again in 30 s");
  }

  private void retry(OptionalInt status, Duration pause) {
    notice.retrying(new ExchangeObserver.Retry(URI.create("http://localhost/"), status, pause));
  }
}
