package io.safelight.media;

/**
 * The state of a media: {@code OPEN -> PENDING -> IN_PROGRESS -> SUCCEEDED | FAILED}. A retry moves it back from
 * {@code IN_PROGRESS} to {@code PENDING} in the store only; a client never sees it go back.
 */
public enum MediaState {
  /** Takes segments. Clients see {@code pending}. */
  OPEN,
  /** Finalized, waits for a worker. */
  PENDING,
  IN_PROGRESS,
  SUCCEEDED,
  FAILED;

  /** Whether the state is final. */
  public boolean isFinished() {
    return this == SUCCEEDED || this == FAILED;
  }
}
