package io.safelight.ffmpeg;

/** What a run of ffmpeg may use only so much of, beside time on the clock. */
public enum Resource {
  MEMORY,
  /** Processor time without getting any further. */
  STANDSTILL,
  /** Bytes of one file, or of all that a run writes. */
  FILE_SIZE
}
