package io.safelight.media;

/** What came of an order to process a media again. */
public enum Reprocessing {
  /** Its job waits, with the ladder that was asked for. */
  QUEUED,
  /** A job with just this ladder waits or runs already. */
  QUEUED_BEFORE,
  /** Another job of it waits or runs. */
  BUSY,
  /** Its upload is not complete. */
  OPEN,
  /** What was uploaded is not kept, so that there is nothing to make anything from. */
  NO_SOURCE,
  /** It has succeeded, and is no video, so that no ladder changes anything. */
  NO_VIDEO,
  /** There is no such media. */
  UNKNOWN
}
