package io.safelight.ffmpeg;

/** What a run of ffmpeg may use only so much of, beside time. */
public enum Resource {
  MEMORY,
  FILE_SIZE
}
