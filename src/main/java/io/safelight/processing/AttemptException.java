package io.safelight.processing;

import io.safelight.media.FailureReason;
import io.safelight.media.MediaError;

/** Ends an attempt early, from however deep inside a step. */
final class AttemptException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient AttemptEnd end;

  AttemptException(AttemptEnd end) {
    super(end.toString(), null, false, false);
    this.end = end;
  }

  static AttemptException rejected(MediaError error) {
    return new AttemptException(new AttemptEnd.Rejected(error));
  }

  static AttemptException rejected(FailureReason reason, String message) {
    return rejected(MediaError.of(reason, message));
  }

  static AttemptException fault(String log) {
    return new AttemptException(new AttemptEnd.Fault(FailureReason.INTERNAL, log));
  }

  AttemptEnd end() {
    return end;
  }
}
