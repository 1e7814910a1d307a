package io.safelight.http;

import java.io.IOException;

/** An answer could not be written to its client, who has gone or reads too slowly; every other failure is the server's own. */
final class ClientGoneException extends IOException {
  private static final long serialVersionUID = 1L;

  ClientGoneException(IOException cause) {
    super("The client does not take the answer", cause);
  }
}
