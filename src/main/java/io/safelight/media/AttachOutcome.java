package io.safelight.media;

import java.util.List;

/** What attaching subtitles comes to. */
public sealed interface AttachOutcome {
  /** They are attached; {@code replaced} are those whose place they took. */
  record Attached(List<AttachedSubtitles> replaced) implements AttachOutcome {}

  /** The video is unknown, expired or deleted. */
  record Gone() implements AttachOutcome {}

  /** The video would have too many. */
  record TooMany(int limit, int actual) implements AttachOutcome {}

  /** A viewer could not tell the two by their names. */
  record SameName(String displayName, LanguageTag one, LanguageTag other) implements AttachOutcome {}
}
