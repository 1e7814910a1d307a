package io.safelight.upload;

import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.media.EarlyWork;
import io.safelight.media.FinalizeOutcome;
import io.safelight.media.Lane;
import io.safelight.media.Media;
import io.safelight.media.MediaId;
import io.safelight.media.MediaKind;
import io.safelight.media.MediaRepository;
import io.safelight.media.StatusReader;
import io.safelight.media.UploadProgress;
import io.safelight.media.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** FINALIZE: closes an upload and hands it to processing, in one transaction whatever its size. Thread-safe. */
final class FinalizeUpload {
  private static final Duration REFUSAL_WAIT = Duration.ofSeconds(2);

  private final MediaRepository repository;
  private final OwnedMedia owned;
  private final StatusReader statuses;
  private final ResultWait results;
  private final EarlyWork early;
  private final Consumer<Lane> nudge;

  FinalizeUpload(
      MediaRepository repository,
      OwnedMedia owned,
      StatusReader statuses,
      ResultWait results,
      EarlyWork early,
      Consumer<Lane> nudge) {
    this.repository = repository;
    this.owned = owned;
    this.statuses = statuses;
    this.results = results;
    this.early = early;
    this.nudge = nudge;
  }

  UploadAnswer finalizeUpload(UserId user, MediaId id, Instant receivedAt) {
    Media media = owned.find(user, id);
    if (!waitsForResult(media)) {
      return new UploadAnswer(statuses.snapshot(commitVideo(media, receivedAt)), true);
    }
    if (media.state().isFinished()) {
      return results.answer(media);
    }
    try (ResultWait.Place place = results.enter(user)) {
      return place.await(commit(media, lane(media)), receivedAt);
    }
  }

  /** A video that is known to fail has failed when this returns, unless the server has more to do than it can. */
  private Media commitVideo(Media media, Instant receivedAt) {
    if (early.refusal(media.id()).isPresent()) {
      return results.latest(commit(media, Lane.QUICK), receivedAt.plus(REFUSAL_WAIT));
    }
    int percent = early.percent(media.id());
    if (percent > 0) {
      // Before the commit: nobody sees less than was shown before.
      repository.noteQueuePercent(media.id(), percent);
    }
    return commit(media, lane(media));
  }

  /** Images wait, as X answers them synchronously; so does everything whose category was not named. */
  private static boolean waitsForResult(Media media) {
    MediaKind kind = media.category().kind();
    return !media.categoryNamed() || kind == MediaKind.IMAGE || kind == MediaKind.SUBTITLES;
  }

  private static Lane lane(Media media) {
    boolean mayTakeLong = media.categoryNamed() && media.category().kind() == MediaKind.VIDEO;
    return mayTakeLong ? Lane.VIDEO : Lane.QUICK;
  }

  private Media commit(Media media, Lane lane) {
    return switch (repository.finalizeUpload(media.id(), lane)) {
      case FinalizeOutcome.Finalized(Media finalized) -> {
        nudge.accept(lane);
        yield finalized;
      }
      case FinalizeOutcome.AlreadyFinalized(Media finalized) -> finalized;
      case FinalizeOutcome.Incomplete(Media open) -> throw incomplete(open);
      case FinalizeOutcome.Gone() -> throw OwnedMedia.notFound();
    };
  }

  private SafelightException incomplete(Media open) {
    UploadProgress progress = UploadProgress.of(open, repository.segments(open.id()));
    return new SafelightException(ErrorCode.SEGMENTS_INCOMPLETE)
        .with("bytes_received", progress.bytesReceived())
        .with("total_bytes", progress.totalBytes())
        .with("missing_segments", progress.missingSegments());
  }
}
