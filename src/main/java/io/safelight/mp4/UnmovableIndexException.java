package io.safelight.mp4;

/** The index of a file cannot be put in front of its media. Its message is for a log. */
public final class UnmovableIndexException extends Exception {
  private static final long serialVersionUID = 1L;

  UnmovableIndexException(String message) {
    super(message);
  }
}
