package io.safelight.media;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Media rows for tests of what is computed from them. */
public final class TestMediaRows {
  public static final UserId OWNER = new UserId(7);
  public static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

  private TestMediaRows() {}

  public static Media open(long totalBytes, long bytesReceived) {
    return row(1, MediaCategory.TWEET_VIDEO, MediaState.OPEN, totalBytes, bytesReceived, 0, 0, null, null, null, null);
  }

  /** Waits since {@link #CREATED} behind so many jobs. */
  public static Media queued(int queuedAhead) {
    return row(1, MediaCategory.TWEET_VIDEO, MediaState.PENDING, 1, 1, 0, queuedAhead, CREATED, null, null, null);
  }

  /** An upload of this size that waits. */
  public static Media queuedVideo(long bytes) {
    return row(1, MediaCategory.TWEET_VIDEO, MediaState.PENDING, bytes, bytes, 0, 0, CREATED, null, null, null);
  }

  /** Finalized at {@link #CREATED}. */
  public static Media running(int percent, Instant started) {
    return row(1, MediaCategory.TWEET_VIDEO, MediaState.IN_PROGRESS, 1, 1, percent, 0, CREATED, started, null, null);
  }

  /** A second attempt at a media whose first one began when it was finalized. */
  public static Media runningAgain(int percent, Instant attemptStarted) {
    Media media = running(percent, CREATED);
    MediaTimes times = new MediaTimes(CREATED, CREATED, CREATED, CREATED, attemptStarted, null, null);
    return with(media, media.state(), times);
  }

  public static Media succeeded(long id, MediaCategory category) {
    MediaKind kind = category.kind();
    String type =
        switch (kind) {
          case IMAGE -> "image/jpeg";
          case GIF -> "image/gif";
          case VIDEO -> "video/mp4";
          case SUBTITLES -> "text/vtt";
        };
    Duration duration = kind == MediaKind.VIDEO ? Duration.ofSeconds(2) : null;
    return row(
        id, category, MediaState.SUCCEEDED, 1, 1, 100, 0, CREATED, CREATED, CREATED.plusSeconds(4),
        new MediaFacts(kind, type, 640, 360, duration));
  }

  /** What became of a media that failed at this time. */
  public static Media failed(Media media, Instant finished) {
    MediaTimes times = media.times();
    return with(
        media,
        MediaState.FAILED,
        new MediaTimes(
            times.created(), times.finalized(), times.started(), times.progressed(), times.attemptStarted(), finished, times.expires()));
  }

  public static Media withState(Media media, MediaState state) {
    return with(media, state, media.times());
  }

  private static Media with(Media media, MediaState state, MediaTimes times) {
    return new Media(
        media.id(), media.owners(), media.category(), media.categoryNamed(), media.mediaType(), media.totalBytes(),
        media.bytesReceived(), state, media.progressPercent(), media.queuedAhead(), media.queuePercent(), media.idlePercent(), times, media.slug(),
        media.altText(), media.facts(), media.error(), media.variantsComplete(), media.version());
  }

  private static Media row(
      long id,
      MediaCategory category,
      MediaState state,
      long totalBytes,
      long bytesReceived,
      int percent,
      int queuedAhead,
      @Nullable Instant finalized,
      @Nullable Instant started,
      @Nullable Instant finished,
      @Nullable MediaFacts facts) {
    return new Media(
        new MediaId(id),
        new Owners(OWNER, Set.of(new UserId(8))),
        category,
        true,
        "video/mp4",
        totalBytes,
        bytesReceived,
        state,
        percent,
        queuedAhead,
        0,
        0,
        new MediaTimes(CREATED, finalized, started, started, started, finished, null),
        "slug" + id,
        null,
        facts,
        null,
        finished != null,
        1);
  }
}
