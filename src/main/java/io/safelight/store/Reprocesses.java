package io.safelight.store;

import io.safelight.config.Ladder;
import io.safelight.media.JobKind;
import io.safelight.media.Lane;
import io.safelight.media.Media;
import io.safelight.media.MediaId;
import io.safelight.media.MediaKind;
import io.safelight.media.Reprocessing;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Inserts the jobs that process a media again. */
final class Reprocesses {
  private Reprocesses() {}

  /** What came of each of these media, in their order. */
  static List<Reprocessing> enqueue(MediaTransaction transaction, List<MediaId> ids, @Nullable Ladder ladder) {
    transaction.lockJobs(ids);
    Map<MediaId, Media> locked = transaction.lockAll(ids).stream().collect(Collectors.toMap(Media::id, Function.identity()));
    return ids.stream()
        .map(id -> Optional.ofNullable(locked.get(id))
            .map(media -> enqueue(transaction, media, ladder))
            .orElse(Reprocessing.UNKNOWN))
        .toList();
  }

  private static Reprocessing enqueue(MediaTransaction transaction, Media media, @Nullable Ladder ladder) {
    MediaId id = media.id();
    Optional<Reprocessing> present = present(transaction, id, Ladder.notation(ladder));
    if (present.isPresent()) {
      return present.get();
    }
    return switch (media.state()) {
      case OPEN -> Reprocessing.OPEN;
      case PENDING, IN_PROGRESS -> Reprocessing.BUSY;
      case FAILED -> hasSource(transaction, id) ? again(transaction, media, ladder) : Reprocessing.NO_SOURCE;
      case SUCCEEDED -> {
        if (media.kind() != MediaKind.VIDEO) {
          yield Reprocessing.NO_VIDEO;
        }
        yield hasSource(transaction, id) ? beside(transaction, media, ladder) : Reprocessing.NO_SOURCE;
      }
    };
  }

  /** What is said of a media that has a job; one that nobody has begun takes another ladder. */
  private static Optional<Reprocessing> present(MediaTransaction transaction, MediaId id, @Nullable String ladder) {
    return transaction
        .handle()
        .createQuery("select lane, owner, ladder from job where media_id = :id")
        .bind("id", id.value())
        .map((row, context) -> new Present(row.getString("lane"), row.getString("owner"), row.getString("ladder")))
        .findFirst()
        .map(job -> {
          if (!job.lane().equals(Lane.REPROCESS.name())) {
            return Reprocessing.BUSY;
          }
          if (Objects.equals(job.ladder(), ladder)) {
            return Reprocessing.QUEUED_BEFORE;
          }
          if (job.owner() != null) {
            return Reprocessing.BUSY;
          }
          transaction
              .handle()
              .createUpdate("update job set ladder = :ladder where media_id = :id")
              .bind("id", id.value())
              .bind("ladder", ladder)
              .execute();
          return Reprocessing.QUEUED;
        });
  }

  private record Present(String lane, @Nullable String owner, @Nullable String ladder) {}

  /** A failed media begins anew, as at FINALIZE. */
  private static Reprocessing again(MediaTransaction transaction, Media media, @Nullable Ladder ladder) {
    long turn = turn(transaction, media);
    int ahead = Turns.ahead(transaction.handle(), Lane.REPROCESS, turn);
    transaction.change(
        media.id(),
        """
        state = 'PENDING', progress_percent = 0, queue_percent = 0, idle_percent = 0, queued_ahead = :ahead,
        finalized = :now, started = null, progressed = null, attempt_started = null, finished = null, expires = null,
        error_reason = null, error_message = null, error_property = null, error_limit = null, error_actual = null\
        """,
        row -> row.bind("now", transaction.now()).bind("ahead", ahead));
    Uploads.enqueue(transaction, media, JobKind.PRIMARY, Lane.REPROCESS, turn, ladder);
    return Reprocessing.QUEUED;
  }

  /** One that has succeeded stays what it is. */
  private static Reprocessing beside(MediaTransaction transaction, Media media, @Nullable Ladder ladder) {
    Uploads.enqueue(transaction, media, JobKind.REPROCESS, Lane.REPROCESS, turn(transaction, media), ladder);
    // For its version alone: more variants will come from now on.
    transaction.change(media.id(), "finished = finished", row -> row);
    return Reprocessing.QUEUED;
  }

  private static long turn(MediaTransaction transaction, Media media) {
    return Turns.next(transaction, Lane.REPROCESS, media.owners().owner());
  }

  private static boolean hasSource(MediaTransaction transaction, MediaId id) {
    return transaction
        .handle()
        .createQuery("select count(*) from segment where media_id = :id")
        .bind("id", id.value())
        .mapTo(Integer.class)
        .one() > 0;
  }
}
