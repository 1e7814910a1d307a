package io.safelight.cli;

import io.safelight.client.ExchangeObserver;
import java.time.Duration;

/** Says that the server does not answer and when it is asked again: once for a wait, however many connections wait. */
final class RetryNotice implements ExchangeObserver {
  /** Nobody notices a shorter wait. */
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private final Terminal terminal;
  private long quietUntil = System.nanoTime();

  RetryNotice(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void exchanged(Exchange exchange) {}

  @Override
  public synchronized void retrying(Retry retry) {
    long now = System.nanoTime();
    if (retry.pause().compareTo(SHORTEST) < 0 || now - quietUntil < 0) {
      return;
    }
    quietUntil = now + retry.pause().toNanos();
    String problem =
        retry.status().isPresent()
            ? "%s is busy (HTTP status %d)".formatted(retry.server(), retry.status().getAsInt())
            : "No answer from " + retry.server();
    terminal.remark("%s, trying again in %d s".formatted(problem, retry.pause().toSeconds()));
  }
}
