package io.safelight.media;

import java.util.List;

/**
 * Decides whether a list of media may be used together in one post. Called inside a transaction that holds their rows: it must
 * not block, and depends on its arguments alone.
 */
@FunctionalInterface
public interface MediaGate {
  /**
   * @param media the media that exist and that the user may use, in the order in which they were named; other ids are left out
   * @param named every id that was named
   */
  GateOutcome check(List<MediaId> named, List<Media> media);
}
