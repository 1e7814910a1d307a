package io.safelight.http;

import io.safelight.error.SafelightException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one request from its match to the end of its answer. Whatever is thrown on the way, it is answered once. */
final class RequestTask {
  private static final Logger log = LoggerFactory.getLogger(RequestTask.class);

  private final String method;
  private final Router.Match match;
  private final JettyExchange exchange;
  private final ResponseWriter writer;
  private final Executor virtualThreads;
  private final IntConsumer whenDone;

  /**
   * A task for one request.
   *
   * @param whenDone called once, with the status that was answered
   */
  RequestTask(
      String method,
      Router.Match match,
      JettyExchange exchange,
      ResponseWriter writer,
      Executor virtualThreads,
      IntConsumer whenDone) {
    this.method = method;
    this.match = match;
    this.exchange = exchange;
    this.writer = writer;
    this.virtualThreads = virtualThreads;
    this.whenDone = whenDone;
  }

  /** Answers on this thread, which must not block, or sees to it that a virtual thread does. */
  void begin() {
    Response answer = answerInMemory();
    if (answer == null) {
      hand(this::run);
    } else if (writer.mayBlock(answer)) {
      hand(() -> finish(answer));
    } else {
      writeAtOnce(answer);
    }
  }

  private void hand(Runnable task) {
    try {
      virtualThreads.execute(task);
    } catch (RejectedExecutionException e) {
      // The server stops and starts no thread any more, while this connection is still open.
      ErrorRenderer errors =
          switch (match) {
            case Router.Match.None none -> none.errors();
            case Router.Match.Found(Route route, _, _) -> route.errors();
          };
      writeAtOnce(render(errors, Failures.stopping(e)));
    }
  }

  private void writeAtOnce(Response answer) {
    writer.writeAtOnce(answer, () -> whenDone.accept(answer.status()));
  }

  private @Nullable Response answerInMemory() {
    return switch (match) {
      case Router.Match.None none -> {
        Response answer = none.errors().render(none.error(), exchange);
        yield none.allow() == null ? answer : answer.with("Allow", none.allow());
      }
      case Router.Match.Found(Route route, _, _) -> {
        try {
          yield route.endpoint().handleInMemory(exchange);
        } catch (RuntimeException | Error e) {
          yield render(route.errors(), e);
        }
      }
    };
  }

  private void run() {
    if (match instanceof Router.Match.Found(Route route, _, _)) {
      Response answer;
      try {
        answer = route.endpoint().handle(exchange);
      } catch (IOException | RuntimeException | Error e) {
        answer = render(route.errors(), e);
      }
      // Before the client can read the answer, so that its next request finds the room that this one had.
      exchange.body().close();
      finish(answer);
    }
  }

  private void finish(Response answer) {
    // Who waits inside of a handler keeps the interrupt of a server that stops; it would hinder the answer from being written.
    boolean _ = Thread.interrupted();
    Throwable failure = null;
    try {
      writer.write(answer);
    } catch (IOException | RuntimeException | Error e) {
      logBrokenAnswer(e);
      failure = e;
    }
    whenDone.accept(answer.status());
    writer.end(failure);
  }

  private Response render(ErrorRenderer errors, Throwable thrown) {
    SafelightException error = Failures.toError(thrown, exchange);
    return Failures.withHeaders(errors.render(error, exchange), error);
  }

  private void logBrokenAnswer(Throwable thrown) {
    switch (thrown) {
      case ClientGoneException _ ->
          log.debug("The answer to {} {} was cut short: {}", method, exchange.rawPath(), String.valueOf(thrown.getCause()));
      case ClosedByInterruptException _ ->
          log.info("The answer to {} {} was cut short because the server stops", method, exchange.rawPath());
      default -> log.error("The answer to {} {} could not be written", method, exchange.rawPath(), thrown);
    }
  }
}
