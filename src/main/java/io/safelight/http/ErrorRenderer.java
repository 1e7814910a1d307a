package io.safelight.http;

import io.safelight.error.SafelightException;

/** Turns an error into the JSON of one dialect. Implementations are thread-safe and must not throw. */
@FunctionalInterface
public interface ErrorRenderer {
  Response render(SafelightException error, Exchange exchange);
}
