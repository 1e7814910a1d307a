package io.safelight.blob;

import java.io.IOException;

/** The data folder cannot be used. The message is a sentence or two for whoever runs the server: what is wrong, what to do. */
public final class DataFolderException extends IOException {
  private static final long serialVersionUID = 1L;

  public DataFolderException(String message) {
    super(message);
  }

  public DataFolderException(String message, Throwable cause) {
    super(message, cause);
  }
}
