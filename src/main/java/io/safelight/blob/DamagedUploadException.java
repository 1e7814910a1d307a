package io.safelight.blob;

import java.io.IOException;

/** What is stored of an upload is not what was acknowledged. */
public final class DamagedUploadException extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedUploadException(String message) {
    super(message);
  }
}
