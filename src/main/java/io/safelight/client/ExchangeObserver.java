package io.safelight.client;

import java.net.URI;
import java.time.Duration;

/** Sees every request and its answer. Called on the thread that sent the request, so possibly on several at once. */
@FunctionalInterface
public interface ExchangeObserver {
  /** Called when an answer has arrived, an error or not; not when the connection was lost. */
  void exchanged(Exchange exchange);

  /**
   * One request and its answer.
   *
   * @param sent the parameters in short, such as {@code command=APPEND segment_index=2 media=(1048576 bytes)}
   * @param body of the answer; empty where it has none
   */
  record Exchange(String method, URI uri, String sent, int status, String body, Duration took) {}
}
