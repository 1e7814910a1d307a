package io.safelight.error;

/** The store could not do its work: too busy, disk full, database locked or damaged. The request may be retried. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreException(String message) {
    super(message);
  }

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
