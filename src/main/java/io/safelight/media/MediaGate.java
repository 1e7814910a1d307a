package io.safelight.media;

import java.util.List;

/**
 * Decides whether a list of media may be used together in one post. Called inside a transaction that holds their rows: it must
 * not block, and depends on its arguments alone.
 */
@FunctionalInterface
public interface MediaGate {
  /**
   * @param media the media that exist, in the order in which they were named; ids that do not exist are left out
   * @param named every id that was named
   */
  GateOutcome check(List<MediaId> named, List<Media> media);
}
