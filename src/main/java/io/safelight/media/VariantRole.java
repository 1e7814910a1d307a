package io.safelight.media;

/** What a variant is to those who are told of the variants of a media. */
public enum VariantRole {
  /** A whole image, video or subtitle file. */
  FILE,
  /** Names everything that a player needs to choose from, such as the master playlist of HLS. */
  PLAYLIST,
  /** Fetched by those who have read another variant, and named nowhere else. */
  PART
}
