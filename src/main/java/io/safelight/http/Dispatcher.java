package io.safelight.http;

import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Jetty's only handler. It runs on the I/O thread and answers there what is in memory; everything else goes to a
 * virtual thread of its own.
 */
final class Dispatcher extends Handler.Abstract.NonBlocking {
  private final Router router;
  private final Exchanges exchanges;
  private final HttpMetrics metrics;
  private final Executor virtualThreads;
  private final AtomicInteger active = new AtomicInteger();

  Dispatcher(Router router, Exchanges exchanges, HttpMetrics metrics, Executor virtualThreads) {
    this.router = router;
    this.exchanges = exchanges;
    this.metrics = metrics;
    this.virtualThreads = virtualThreads;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    long started = System.nanoTime();
    active.incrementAndGet();
    Router.Match match = router.match(request.getMethod(), JettyExchange.rawPath(request));
    Map<String, String> variables = Map.of();
    String path =
        switch (match) {
          case Router.Match.Found found -> {
            variables = found.variables();
            yield found.path();
          }
          case Router.Match.None none -> none.path();
        };
    JettyExchange exchange = exchanges.begin(request, path, variables);
    var writer = new ResponseWriter(request, response, callback, exchange.body().reader());
    new RequestTask(request.getMethod(), match, exchange, writer, virtualThreads, status -> {
      active.decrementAndGet();
      Route route = match instanceof Router.Match.Found found ? found.route() : null;
      metrics.record(route, status, System.nanoTime() - started);
    }).begin();
    return true;
  }

  /** Requests that have begun and are not yet answered. */
  int active() {
    return active.get();
  }
}
