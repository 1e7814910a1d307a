package io.safelight.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Sends calls with the bearer token, tries again where that may help, and turns error answers into exceptions.
 * Thread-safe.
 */
final class Transport implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(3);

  private final JsonMapper json = new JsonMapper();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_TIMEOUT).build();
  private final String bearerToken;
  private final ExchangeObserver observer;
  private final RetryPolicy retries;
  private final Sleeper sleeper;
  private volatile boolean answered;

  Transport(String bearerToken, ExchangeObserver observer, RetryPolicy retries, Sleeper sleeper) {
    this.bearerToken = bearerToken;
    this.observer = observer;
    this.retries = retries;
    this.sleeper = sleeper;
  }

  /**
   * Sends the call until it is answered or there is no use in trying.
   *
   * @return the answer's body; a missing node when it has none
   * @throws RequestFailedException the last answer was an error
   * @throws ServerUnreachableException nobody listens at the address
   * @throws IOException the last attempt brought no answer
   */
  JsonNode send(Call call) throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      Duration pause;
      OptionalInt status = OptionalInt.empty();
      try {
        return attempt(call);
      } catch (RequestFailedException e) {
        boolean helps = call.repeatable() ? e.isTemporary() : e.isRefusedForNow();
        if (!helps || attempt == retries.attempts()) {
          throw e;
        }
        status = OptionalInt.of(e.status());
        pause = e.retryAfter().map(retries::pauseAsked).orElse(retries.pauseAfter(attempt));
      } catch (ConnectException | HttpConnectTimeoutException e) {
        // A server that has answered before may be starting again; one that never has is most likely not there.
        if (!answered || attempt == retries.attempts()) {
          throw new ServerUnreachableException(call.uri().resolve("/"), e);
        }
        pause = retries.pauseAfter(attempt);
      } catch (IOException e) {
        if (!call.repeatable() || attempt == retries.attempts()) {
          throw e;
        }
        pause = retries.pauseAfter(attempt);
      }
      observer.retrying(new ExchangeObserver.Retry(call.uri().resolve("/"), status, pause));
      sleeper.sleep(pause);
    }
  }

  private JsonNode attempt(Call call) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(call.uri())
            .method(call.method(), call.body().get())
            .timeout(ANSWER_TIMEOUT)
            .header("Authorization", "Bearer " + bearerToken);
    if (!call.contentType().isEmpty()) {
      request.header("Content-Type", call.contentType());
    }
    long start = System.nanoTime();
    HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
    answered = true;
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    observer.exchanged(
        new ExchangeObserver.Exchange(
            call.method(), call.uri(), call.sent(), response.statusCode(), response.body(), took));
    JsonNode body = parse(response.body());
    if (response.statusCode() / 100 != 2) {
      throw RequestFailedException.of(response.statusCode(), body, retryAfter(response));
    }
    return body;
  }

  /** What is not JSON, such as a proxy's page, reads as nothing: the status says enough. */
  private JsonNode parse(String body) {
    if (body.isBlank()) {
      return MissingNode.getInstance();
    }
    try {
      return json.readTree(body);
    } catch (JacksonException e) {
      return MissingNode.getInstance();
    }
  }

  private static Optional<Duration> retryAfter(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(value -> value.matches("\\d{1,6}"))
        .map(value -> Duration.ofSeconds(Long.parseLong(value)));
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
