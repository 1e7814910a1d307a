package io.safelight.cli;

import io.safelight.client.ExchangeObserver;
import org.jspecify.annotations.Nullable;

/** Passes the first exchanges of APPEND on, the last one, and those that failed; of the others it says how many. */
final class AppendDigest implements ExchangeObserver {
  private static final int FIRST = 3;

  private final Terminal terminal;
  private final ExchangeObserver next;
  private int appended;
  private int leftOut;
  private @Nullable Exchange last;

  AppendDigest(Terminal terminal, ExchangeObserver next) {
    this.terminal = terminal;
    this.next = next;
  }

  @Override
  public synchronized void exchanged(Exchange exchange) {
    boolean append = exchange.sent().startsWith("command=APPEND ");
    if (append && exchange.status() / 100 == 2 && ++appended > FIRST) {
      if (last != null) {
        leftOut++;
      }
      last = exchange;
      return;
    }
    if (!append && last != null) {
      if (leftOut > 0) {
        terminal.println("     ... " + leftOut + " more");
      }
      next.exchanged(last);
      last = null;
    }
    next.exchanged(exchange);
  }
}
