package io.safelight.upload;

import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.media.FinalizeOutcome;
import io.safelight.media.Lane;
import io.safelight.media.Media;
import io.safelight.media.MediaId;
import io.safelight.media.MediaKind;
import io.safelight.media.MediaRepository;
import io.safelight.media.StatusReader;
import io.safelight.media.UploadProgress;
import io.safelight.media.UserId;
import java.time.Instant;
import java.util.function.Consumer;

/** FINALIZE: closes an upload and hands it to processing, in one transaction whatever its size. Thread-safe. */
final class FinalizeUpload {
  private final MediaRepository repository;
  private final OwnedMedia owned;
  private final StatusReader statuses;
  private final ResultWait results;
  private final Consumer<Lane> nudge;

  FinalizeUpload(
      MediaRepository repository,
      OwnedMedia owned,
      StatusReader statuses,
      ResultWait results,
      Consumer<Lane> nudge) {
    this.repository = repository;
    this.owned = owned;
    this.statuses = statuses;
    this.results = results;
    this.nudge = nudge;
  }

  UploadAnswer finalizeUpload(UserId user, MediaId id, Instant receivedAt) {
    Media media = owned.find(user, id);
    if (!waitsForResult(media)) {
      return new UploadAnswer(statuses.snapshot(commit(media)), true);
    }
    if (media.state().isFinished()) {
      return results.answer(media);
    }
    try (ResultWait.Place place = results.enter(user)) {
      return place.await(commit(media), receivedAt);
    }
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

  private Media commit(Media media) {
    Lane lane = lane(media);
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
