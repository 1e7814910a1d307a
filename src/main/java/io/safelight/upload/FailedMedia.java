package io.safelight.upload;

import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.media.MediaError;

/** What a request is answered whose media cannot be used. */
final class FailedMedia {
  private FailedMedia() {}

  static SafelightException because(MediaError error) {
    var exception = new SafelightException(ErrorCode.MEDIA_FAILED, error.message());
    error.details().forEach(exception::with);
    return exception;
  }
}
