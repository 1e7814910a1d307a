package io.safelight.ffmpeg;

import io.safelight.ffmpeg.RunOutcome.Usage;

/** How a process came to its end. */
sealed interface ProcessEnd {
  /** The end of what it wrote to its standard error. */
  String log();

  Usage usage();

  /** By itself. */
  record Exited(int code, String log, Usage usage) implements ProcessEnd {}

  /** By a signal that this server did not send. */
  record Signalled(int signal, String log, Usage usage) implements ProcessEnd {}

  /** Because it needed more than it may use. */
  record Exceeded(Resource resource, String log, Usage usage) implements ProcessEnd {}

  /** By this server. */
  record Killed(Why why, String log, Usage usage) implements ProcessEnd {}

  /** It never ran; the log says why. */
  record NotStarted(int errno, String log, Usage usage) implements ProcessEnd {}

  /** It never ran, because an earlier run left no regular file where this one should read. */
  record NoInput(String log, Usage usage) implements ProcessEnd {}

  /** Why this server killed a process. */
  enum Why {
    /** Whoever waited for its end was interrupted, or what feeds it broke off. */
    ABANDONED,
    /** It started processes, which ffmpeg never does. */
    STARTED_OTHERS,
    /** It computed and computed, and got no further. */
    STOOD_STILL,
    TIMED_OUT,
    /** All that it wrote was together more than it may write. */
    WROTE_TOO_MUCH
  }
}
