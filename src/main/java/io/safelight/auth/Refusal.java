package io.safelight.auth;

import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;

/**
 * Errors of authentication. Clients recognise them by code and exact message, so what a person needs to know beyond
 * that goes into a member of its own.
 */
final class Refusal {
  /** Name of the member that tells a person what to look at. */
  static final String HINT = "hint";

  private Refusal() {}

  static SafelightException of(ErrorCode code, String hint) {
    return new SafelightException(code).with(HINT, hint);
  }
}
