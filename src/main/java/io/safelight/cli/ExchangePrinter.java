package io.safelight.cli;

import io.safelight.client.ExchangeObserver;

/** Prints each request and its answer, in two lines. */
final class ExchangePrinter implements ExchangeObserver {
  private static final int LONGEST_BODY = 700;

  private final Terminal terminal;

  ExchangePrinter(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void exchanged(Exchange exchange) {
    String path = exchange.uri().getRawPath();
    String query = exchange.uri().getRawQuery();
    String request = "%-4s %s".formatted(exchange.method(), query == null ? path : path + "?" + query);
    String sent = exchange.sent().isEmpty() ? "" : "  " + terminal.paint(Terminal.Colour.ACCENT, exchange.sent());
    // One call, so that exchanges of parallel connections do not mix.
    terminal.println(request + sent + "\n" + answer(exchange.status(), exchange.took().toMillis(), body(exchange)));
  }

  /** The second line, aligned below the path of the first. */
  String answer(int status, long millis, String text) {
    Terminal.Colour colour = status / 100 == 2 ? Terminal.Colour.GOOD : Terminal.Colour.BAD;
    String time = terminal.paint(Terminal.Colour.FAINT, "%5d ms".formatted(millis));
    return "     %s %s%s".formatted(terminal.paint(colour, "→ " + status), time, text.isEmpty() ? "" : "  " + text);
  }

  private static String body(Exchange exchange) {
    String body = exchange.body().strip();
    return body.length() <= LONGEST_BODY
        ? body
        : body.substring(0, LONGEST_BODY) + " … (%,d characters)".formatted(body.length());
  }
}
