package io.safelight.media;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** How long jobs have lately taken on this node, by kind; the base of every guess about one that is not far yet. Thread-safe. */
final class JobPace {
  private static final double WEIGHT_OF_LATEST = 0.2;
  private static final double QUICK_GUESS_SECONDS = 1;
  private static final double VIDEO_GUESS_SECONDS = 4;

  private final Map<MediaKind, Double> seconds = new EnumMap<>(MediaKind.class);

  /** Learns from a media that has succeeded; one that was refused says nothing about others. */
  synchronized void observe(Media media) {
    MediaTimes times = media.times();
    if (media.state() != MediaState.SUCCEEDED || times.started() == null || times.finished() == null) {
      return;
    }
    double took = Duration.between(times.started(), times.finished()).toMillis() / 1000.0;
    MediaKind kind = media.category().kind();
    double before = typicalSeconds(kind);
    seconds.put(kind, before + WEIGHT_OF_LATEST * (took - before));
  }

  /** Seconds that a job of this kind is expected to take from its start. */
  synchronized double typicalSeconds(MediaKind kind) {
    return seconds.getOrDefault(kind, kind == MediaKind.VIDEO ? VIDEO_GUESS_SECONDS : QUICK_GUESS_SECONDS);
  }
}
