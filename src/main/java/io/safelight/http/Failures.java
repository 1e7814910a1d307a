package io.safelight.http;

import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.error.StoreException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What whatever a handler throws is answered with, in every dialect. Thread-safe. */
public final class Failures {
  private static final Logger log = LoggerFactory.getLogger(Failures.class);
  private static final String STORAGE_FAILED = "The server's storage does not work now; send this request again later.";
  private static final Duration STORAGE_RETRY_AFTER = Duration.ofSeconds(10);

  private Failures() {}

  /** The error that a client is told, which never says what happened inside; that goes to the log. */
  public static SafelightException toError(Throwable thrown, Exchange exchange) {
    return switch (thrown) {
      case SafelightException known -> known;
      case StoreException _ -> {
        log.error("The store failed for {} {}", exchange.method(), exchange.rawPath(), thrown);
        yield new SafelightException(ErrorCode.OVER_CAPACITY).retryAfter(BodyGate.RETRY_AFTER);
      }
      // The thread was interrupted at its file: the disk is well.
      case ClosedByInterruptException e -> stopping(e);
      // A file that should be there: trying again does not bring it back.
      case NoSuchFileException _ -> {
        log.error("A file is missing for {} {}", exchange.method(), exchange.rawPath(), thrown);
        yield new SafelightException(ErrorCode.INTERNAL);
      }
      // What the client did wrong with its body never comes as an IOException: it is the disk that is full or broken.
      case IOException _ -> {
        log.error("The disk failed for {} {}", exchange.method(), exchange.rawPath(), thrown);
        yield new SafelightException(ErrorCode.OVER_CAPACITY, STORAGE_FAILED).retryAfter(STORAGE_RETRY_AFTER);
      }
      default -> {
        log.error("{} {} failed", exchange.method(), exchange.rawPath(), thrown);
        yield new SafelightException(ErrorCode.INTERNAL);
      }
    };
  }

  /** The error of a request that the server, as it stops, cannot end; nothing is logged, as nothing is broken. */
  static SafelightException stopping(Exception cause) {
    return new SafelightException(ErrorCode.OVER_CAPACITY, "The server is stopping; send this request again.", cause)
        .retryAfter(BodyGate.RETRY_AFTER);
  }

  /** Adds the headers that an error has in every dialect. */
  public static Response withHeaders(Response answer, SafelightException error) {
    if (error.code() == ErrorCode.UNSUPPORTED_CONTENT_CODING) {
      // RFC 9110 section 15.5.16: tells this 415 from one for the type of the body.
      return answer.with("Accept-Encoding", "identity");
    }
    Duration delay = error.retryAfter();
    // Whole seconds, rounded up: a client that comes back too early is refused again.
    return delay == null
        ? answer
        : answer.with("Retry-After", Long.toString(Math.max(1, delay.plusMillis(999).toSeconds())));
  }
}
