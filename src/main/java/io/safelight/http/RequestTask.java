package io.safelight.http;

import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.error.StoreException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one request from its match to the end of its answer. Whatever is thrown on the way, it is answered once. */
final class RequestTask {
  private static final Logger log = LoggerFactory.getLogger(RequestTask.class);
  private static final String STORAGE_FAILED = "The server's storage does not work now; send this request again later.";
  private static final Duration STORAGE_RETRY_AFTER = Duration.ofSeconds(10);

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
      virtualThreads.execute(this::run);
    } else if (writer.mayBlock(answer)) {
      virtualThreads.execute(() -> finish(answer));
    } else {
      writer.writeAtOnce(answer, () -> whenDone.accept(answer.status()));
    }
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
    SafelightException error =
        switch (thrown) {
          case SafelightException known -> known;
          case StoreException _ -> {
            log.error("The store failed for {} {}", method, exchange.rawPath(), thrown);
            yield new SafelightException(ErrorCode.OVER_CAPACITY).retryAfter(BodyGate.RETRY_AFTER);
          }
          // A file that should be there: trying again does not bring it back.
          case NoSuchFileException _ -> {
            log.error("A file is missing for {} {}", method, exchange.rawPath(), thrown);
            yield new SafelightException(ErrorCode.INTERNAL);
          }
          // What the client did wrong with its body never comes as an IOException: it is the disk that is full or broken.
          case IOException _ -> {
            log.error("The disk failed for {} {}", method, exchange.rawPath(), thrown);
            yield new SafelightException(ErrorCode.OVER_CAPACITY, STORAGE_FAILED).retryAfter(STORAGE_RETRY_AFTER);
          }
          default -> {
            log.error("{} {} failed", method, exchange.rawPath(), thrown);
            yield new SafelightException(ErrorCode.INTERNAL);
          }
        };
    Response answer = errors.render(error, exchange);
    Duration delay = error.retryAfter();
    boolean isMissing = answer.headers().stream().noneMatch(header -> header.name().equalsIgnoreCase("Retry-After"));
    // Whole seconds, rounded up: a client that comes back too early is refused again.
    return delay != null && isMissing
        ? answer.with("Retry-After", Long.toString(Math.max(1, delay.plusMillis(999).toSeconds())))
        : answer;
  }

  private void logBrokenAnswer(Throwable thrown) {
    if (thrown instanceof IOException) {
      log.debug("The answer to {} {} was cut short: {}", method, exchange.rawPath(), thrown.toString());
    } else {
      log.error("The answer to {} {} could not be written", method, exchange.rawPath(), thrown);
    }
  }
}
