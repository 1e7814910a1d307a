package io.safelight.api;

import io.safelight.error.SafelightException;
import io.safelight.http.ErrorRenderer;
import io.safelight.http.Exchange;
import io.safelight.http.Response;
import org.jspecify.annotations.Nullable;

/** What all answers of one version of the API have in common. Implementations are thread-safe. */
public interface Dialect extends ErrorRenderer {
  /** The status and body of an error, and the headers that belong to this error alone. */
  Response error(SafelightException error, Exchange exchange);

  /**
   * Adds the headers that every answer has.
   *
   * @param call null when the request did not come so far that its user was known
   */
  Response complete(Response answer, Exchange exchange, @Nullable Call call);

  @Override
  default Response render(SafelightException error, Exchange exchange) {
    return complete(error(error, exchange), exchange, null);
  }
}
