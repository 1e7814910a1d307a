package io.safelight.store;

/** The data were written by a newer version, which this one cannot read; nothing was changed. */
public final class StoreVersionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoreVersionException(int found, int known) {
    super("The data folder was written by a newer version of Safelight (schema %d, this version knows up to %d): start that version,"
            .formatted(found, known)
        + " or use another folder.");
  }
}
