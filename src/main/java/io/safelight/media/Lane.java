package io.safelight.media;

/** Separate groups of worker slots, so that short work never waits behind long work. */
public enum Lane {
  /** Images, subtitles, GIFs, and videos somebody waits for and that turn out to be quick. */
  QUICK,
  /** Everything that may take long. */
  VIDEO,
  /** What is added to media that have succeeded already; claimed only while nothing waits for {@link #VIDEO}. */
  REST,
  /** What is made again because an operator says so; claimed only while nothing waits for {@link #VIDEO} or {@link #REST}. */
  REPROCESS
}
