package io.safelight.processing;

import io.safelight.media.FailureReason;
import io.safelight.media.Lane;
import io.safelight.media.MediaError;

/**
 * How an attempt ended without a result. The cases differ in who is to blame, because that decides what becomes of the
 * media: only {@link Rejected} blames the file.
 */
sealed interface AttemptEnd {

  /** The file cannot be accepted: the media fails, and trying again would change nothing. */
  record Rejected(MediaError error) implements AttemptEnd {}

  /**
   * The server did something wrong, or took too long; counts towards the limit of failures.
   *
   * @param reason what the media fails with when the limit is reached
   * @param log for the log, never for a client
   */
  record Fault(FailureReason reason, String log) implements AttemptEnd {}

  /** Somebody or something killed ffmpeg; counts towards the much larger limit of interruptions. */
  record Disturbed(String log) implements AttemptEnd {}

  /** Nothing can be processed at present, such as on a full disk; not counted. */
  record Outage(String log) implements AttemptEnd {}

  /** The work is longer than its lane allows. */
  record Misplaced(Lane lane) implements AttemptEnd {}

  /** The lease was lost: somebody else may have the job. */
  record Overtaken() implements AttemptEnd {}

  /** The server shuts down. */
  record Stopped() implements AttemptEnd {}
}
