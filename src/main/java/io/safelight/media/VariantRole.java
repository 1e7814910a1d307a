package io.safelight.media;

/** What a variant is to those who are told of the variants of a media. */
public enum VariantRole {
  /** A whole image, video or subtitle file. */
  FILE,
  /** Names everything that a player needs to choose from, such as the master playlist of HLS. */
  PLAYLIST,
  /** Names the pictures that a player shows beside the timeline of a video. */
  STORYBOARD,
  /** Fetched by those who have read another variant, and named nowhere else. */
  PART
}
