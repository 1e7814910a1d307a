package io.safelight.media;

/** What a job of a media is for. A media has at most one job of each kind. */
public enum JobKind {
  /** Makes what a media needs to be usable: its end is the end of the media's processing. */
  PRIMARY,
  /** Adds variants to a media that has succeeded; whatever becomes of it, the state of the media stays what it is. */
  REST,
  /** Makes anew what a {@link #REST} job made, and puts it in its place; the state of the media stays what it is. */
  REPROCESS
}
