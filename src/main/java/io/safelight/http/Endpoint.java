package io.safelight.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What answers the requests of a route. Implementations are thread-safe. */
public interface Endpoint {

  /**
   * Answers on a virtual thread; may block, but not in native code.
   *
   * @throws io.safelight.error.SafelightException rendered by the route's {@link ErrorRenderer}
   * @throws IOException when the connection breaks or the server's disk fails
   */
  Response handle(Exchange exchange) throws IOException;

  /**
   * Tries to answer from memory on the I/O thread: no body, no file, no database, no lock that is held for long.
   *
   * @return null when the answer is not in memory; {@link #handle} is then called. Nothing may have been changed
   *     before, so that being called twice does no harm
   */
  default @Nullable Response handleInMemory(Exchange exchange) {
    return null;
  }
}
