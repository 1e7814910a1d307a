package io.safelight.api;

import io.safelight.error.SafelightException;
import io.safelight.http.Exchange;
import io.safelight.http.Response;

/** What all answers of one version of the API have in common. Implementations are thread-safe. */
public interface Dialect {
  /** The status and body of an error, and the headers that belong to this error alone. */
  Response error(SafelightException error, Exchange exchange);

  /** Adds the headers that every answer has, among them how the caller stands. */
  Response complete(Response answer, Call call);
}
