package io.safelight.client;

import java.net.URI;
import java.time.Duration;
import java.util.OptionalInt;

/** Sees every request and its answer. Called on the thread that sent the request, so possibly on several at once. */
@FunctionalInterface
public interface ExchangeObserver {
  /** Called when an answer has arrived, an error or not; not when the connection was lost. */
  void exchanged(Exchange exchange);

  /** Called before each pause after which a request is sent again. */
  default void retrying(Retry retry) {}

  /**
   * A pause after an attempt that failed.
   *
   * @param server the address without a path
   * @param status that the server gave; empty when it gave no answer
   */
  record Retry(URI server, OptionalInt status, Duration pause) {}

  /**
   * One request and its answer.
   *
   * @param sent the parameters in short, such as {@code command=APPEND segment_index=2 media=(1048576 bytes)}
   * @param body of the answer; empty where it has none
   */
  record Exchange(String method, URI uri, String sent, int status, String body, Duration took) {}
}
