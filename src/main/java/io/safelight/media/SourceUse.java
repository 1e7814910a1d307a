package io.safelight.media;

/** What becomes of the uploaded bytes when a job has ended. */
public enum SourceUse {
  /** Nothing needs them any more: they become garbage. */
  NONE,
  /** They stay as long as the media, so that it can be processed again. */
  KEPT,
  /** A job for the rest of the variants begins with them. */
  REST
}
