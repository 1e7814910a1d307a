package io.safelight.api;

import io.safelight.auth.Authenticator;
import io.safelight.auth.RateLimitBucket;
import io.safelight.auth.RateLimiter;
import io.safelight.error.SafelightException;
import io.safelight.http.Endpoint;
import io.safelight.http.Exchange;
import io.safelight.http.Failures;
import io.safelight.http.Response;
import java.io.IOException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Makes endpoints of what answers calls: authentication before, the dialect's headers and errors after. Thread-safe. */
public final class Calls {
  private final Authenticator authenticator;
  private final RateLimiter limiter;
  private final InstantSource clock;

  public Calls(Authenticator authenticator, RateLimiter limiter, InstantSource clock) {
    this.authenticator = authenticator;
    this.limiter = limiter;
    this.clock = clock;
  }

  /** Answers a call whose credentials are known; it has to prove them itself, as only it knows how to read the body. */
  @FunctionalInterface
  public interface Handler {
    Response handle(Call call) throws IOException;
  }

  /** Answers from memory on the I/O thread, or gives null; see {@link Endpoint#handleInMemory}. */
  @FunctionalInterface
  public interface MemoryHandler {
    @Nullable Response handle(Call call) throws IOException;
  }

  /**
   * An endpoint of this dialect.
   *
   * @param bucket what a call is counted in that fails before its handler has counted it
   */
  public Endpoint endpoint(Dialect dialect, RateLimitBucket bucket, Handler handler) {
    return exchange -> answer(dialect, bucket, exchange, handler);
  }

  /** An endpoint that tries to answer from memory first. */
  public Endpoint endpoint(Dialect dialect, RateLimitBucket bucket, MemoryHandler inMemory, Handler handler) {
    return new Endpoint() {
      @Override
      public Response handle(Exchange exchange) {
        return answer(dialect, bucket, exchange, handler);
      }

      @Override
      public @Nullable Response handleInMemory(Exchange exchange) {
        return answerInMemory(dialect, bucket, exchange, inMemory);
      }
    };
  }

  private Response answer(Dialect dialect, RateLimitBucket bucket, Exchange exchange, Handler handler) {
    Call call = new Call(exchange, authenticator.check(exchange), limiter, clock);
    try {
      return dialect.complete(handler.handle(call), exchange, call);
    } catch (IOException | RuntimeException | Error e) {
      return refuse(dialect, e, bucket, call);
    }
  }

  private @Nullable Response answerInMemory(
      Dialect dialect, RateLimitBucket bucket, Exchange exchange, MemoryHandler handler) {
    Authenticator.Claim claim = authenticator.checkInMemory(exchange);
    if (claim == null) {
      return null;
    }
    Call call = new Call(exchange, claim, limiter, clock);
    try {
      Response answer = handler.handle(call);
      return answer == null ? null : dialect.complete(answer, exchange, call);
    } catch (IOException | RuntimeException | Error e) {
      return refuse(dialect, e, bucket, call);
    }
  }

  /** Renders an error here and not in the server, which could not say how the user stands. */
  private static Response refuse(Dialect dialect, Throwable thrown, RateLimitBucket bucket, Call call) {
    SafelightException error = Failures.toError(thrown, call.exchange());
    if (call.isProven() && call.rateLimit().isEmpty()) {
      try {
        call.take(bucket);
      } catch (SafelightException limitExceeded) {
        error = limitExceeded;
      }
    }
    Response answer = Failures.withHeaders(dialect.error(error, call.exchange()), error);
    return dialect.complete(answer, call.exchange(), call);
  }
}
