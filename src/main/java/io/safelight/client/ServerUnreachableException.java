package io.safelight.client;

import java.io.IOException;
import java.net.URI;

/** Nobody listens at the address of the server. */
public final class ServerUnreachableException extends IOException {
  private static final long serialVersionUID = 1L;

  private final URI server;

  ServerUnreachableException(URI server, Throwable cause) {
    super("No server answers at " + server, cause);
    this.server = server;
  }

  /** The address without a path. */
  public URI server() {
    return server;
  }
}
