package io.safelight.ffmpeg;

import java.io.IOException;

/** A call into the C library failed. */
final class LibCException extends IOException {
  private static final long serialVersionUID = 1;

  private final int errno;

  LibCException(String function, int errno) {
    super(function + " failed: " + LibC.describe(errno));
    this.errno = errno;
  }

  /** The system's number of the error. */
  int errno() {
    return errno;
  }
}
