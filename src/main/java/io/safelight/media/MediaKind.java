package io.safelight.media;

/** What a media is in a post, and how it is processed. */
public enum MediaKind {
  IMAGE,
  GIF,
  VIDEO,
  SUBTITLES
}
