package io.safelight.api;

import io.safelight.auth.Authenticator;
import io.safelight.auth.RateLimitBucket;
import io.safelight.auth.RateLimiter;
import io.safelight.error.SafelightException;
import io.safelight.http.Endpoint;
import io.safelight.http.ErrorRenderer;
import io.safelight.http.Exchange;
import io.safelight.http.Failures;
import io.safelight.http.Response;
import java.io.IOException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Makes endpoints of what answers the calls of one version of the API: authentication before, the dialect's headers and errors
 * after. Every answer is counted, and says how its caller stands; as an {@link ErrorRenderer} it does so for requests that came to
 * no endpoint. Thread-safe.
 */
public final class Calls implements ErrorRenderer {
  private static final int SERVER_ERROR = 500;

  private final Dialect dialect;
  private final Authenticator authenticator;
  private final RateLimiter limiter;
  private final InstantSource clock;

  public Calls(Dialect dialect, Authenticator authenticator, RateLimiter limiter, InstantSource clock) {
    this.dialect = dialect;
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
   * An endpoint.
   *
   * @param bucket what a call of a user is counted in that fails before its handler has counted it
   */
  public Endpoint endpoint(RateLimitBucket bucket, Handler handler) {
    return exchange -> answer(bucket, exchange, handler);
  }

  /** An endpoint that tries to answer from memory first. */
  public Endpoint endpoint(RateLimitBucket bucket, MemoryHandler inMemory, Handler handler) {
    return new Endpoint() {
      @Override
      public Response handle(Exchange exchange) {
        return answer(bucket, exchange, handler);
      }

      @Override
      public @Nullable Response handleInMemory(Exchange exchange) {
        return answerInMemory(bucket, exchange, inMemory);
      }
    };
  }

  private Response answer(RateLimitBucket bucket, Exchange exchange, Handler handler) {
    var call = new Call(exchange, limiter, clock);
    try {
      call.claims(authenticator.check(exchange));
      return dialect.complete(handler.handle(call), call);
    } catch (IOException | RuntimeException | Error e) {
      return refuse(e, bucket, call);
    }
  }

  private @Nullable Response answerInMemory(RateLimitBucket bucket, Exchange exchange, MemoryHandler handler) {
    var call = new Call(exchange, limiter, clock);
    try {
      Authenticator.Claim claim = authenticator.checkInMemory(exchange);
      if (claim == null) {
        return null;
      }
      call.claims(claim);
      Response answer = handler.handle(call);
      return answer == null ? null : dialect.complete(answer, call);
    } catch (IOException | RuntimeException | Error e) {
      return refuse(e, bucket, call);
    }
  }

  /** Renders an error here and not in the server, which could not say how the user stands. */
  private Response refuse(Throwable thrown, RateLimitBucket bucket, Call call) {
    SafelightException error = counted(Failures.toError(thrown, call.exchange()), bucket, call);
    return Failures.withHeaders(rendered(error, call), error);
  }

  /** The error of a request that came to no endpoint. */
  @Override
  public Response render(SafelightException error, Exchange exchange) {
    var call = new Call(exchange, limiter, clock);
    SafelightException told = counted(error, RateLimitBucket.UNPROVEN, call);
    // Whoever asks adds the headers of the error that it gave.
    return told == error ? rendered(error, call) : Failures.withHeaders(rendered(told, call), told);
  }

  /** Counts a call that fails; what a client is told is then this error or, beyond the limit, that of the limit. */
  private static SafelightException counted(SafelightException error, RateLimitBucket bucket, Call call) {
    try {
      call.takeFailed(bucket);
      return error;
    } catch (SafelightException limitExceeded) {
      // What is wrong with the server itself is said all the same: it is not the caller who can mend it.
      return error.code().status() >= SERVER_ERROR ? error : limitExceeded;
    }
  }

  private Response rendered(SafelightException error, Call call) {
    return dialect.complete(dialect.error(error, call.exchange()), call);
  }
}
