package io.safelight.store;

import io.safelight.media.Backlog;
import io.safelight.media.ClaimedJob;
import io.safelight.media.JobKind;
import io.safelight.media.JobQueue;
import io.safelight.media.Lane;
import io.safelight.media.Media;
import io.safelight.media.MediaError;
import io.safelight.media.MediaFacts;
import io.safelight.media.MediaId;
import io.safelight.media.MediaListener;
import io.safelight.media.SourceUse;
import io.safelight.media.Variant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/**
 * {@link JobQueue} in SQL. Each write begins at the job's row, because that is where the lease is, and goes on to the media's;
 * nobody who holds a media row waits for a job.
 */
public final class SqlJobQueue implements JobQueue {
  /** Gives a job back: {@code :runAt} and what it is counted as are bound by the caller. */
  private static final String RELEASE =
      """
      update job set owner = null, lease_until = null, run_at = :runAt,
        failures = failures + :failed, interruptions = interruptions + :interrupted\
      """;

  private final Database database;
  private final MediaListener listener;

  public SqlJobQueue(Database database, MediaListener listener) {
    this.database = database;
    this.listener = listener;
  }

  @Override
  public List<ClaimedJob> claim(String owner, Lane lane, int max, Duration lease) {
    return write(transaction -> Claims.take(transaction, database.lockClause(), owner, lane, max, lease));
  }

  @Override
  public boolean heartbeat(ClaimedJob job, int progressPercent, Duration lease) {
    return write(transaction -> {
      boolean held = fenced(transaction, job, "update job set lease_until = :until", update -> update.bind(
          "until", transaction.now() + lease.toMillis()));
      if (held && job.kind() == JobKind.PRIMARY) {
        transaction
            .lock(id(job))
            .filter(media -> media.progressPercent() < progressPercent)
            .map(media -> media.risenTo(progressPercent, Instant.ofEpochMilli(transaction.now())))
            .ifPresent(media -> setProgress(transaction, media));
      }
      return held;
    });
  }

  @Override
  public boolean succeed(
      ClaimedJob job, MediaFacts facts, List<Variant> variants, SourceUse source, @Nullable Instant expires) {
    return write(transaction -> {
      if (!fenced(transaction, job, "delete from job", update -> update)) {
        return false;
      }
      Duration duration = facts.duration();
      transaction.lock(id(job));
      Long end = transaction.isHeld(id(job)) ? null : Rows.millis(expires);
      transaction.change(
          id(job),
          """
          state = 'SUCCEEDED', progress_percent = 100, finished = :now, expires = :expires, kind = :kind, content_type = :type,
          width = :width, height = :height, duration_millis = :duration, blurhash = :blurhash\
          """,
          row -> row.bind("now", transaction.now())
              .bind("expires", end)
              .bind("kind", facts.kind().name())
              .bind("type", facts.contentType())
              .bind("width", facts.width())
              .bind("height", facts.height())
              .bind("duration", duration == null ? null : Long.valueOf(duration.toMillis()))
              .bind("blurhash", facts.blurHash()));
      VariantRows.insert(transaction, id(job), variants);
      use(transaction, job, source);
      return true;
    });
  }

  @Override
  public boolean fail(ClaimedJob job, MediaError error, SourceUse source, @Nullable Instant expires) {
    return write(transaction -> {
      if (!fenced(transaction, job, "delete from job", update -> update)) {
        return false;
      }
      transaction.lock(id(job));
      Long end = transaction.isHeld(id(job)) ? null : Rows.millis(expires);
      transaction.change(
          id(job),
          """
          state = 'FAILED', finished = :now, expires = :expires, error_reason = :reason, error_message = :message,
          error_property = :property, error_limit = :limit, error_actual = :actual\
          """,
          row -> row.bind("now", transaction.now())
              .bind("expires", end)
              .bind("reason", error.reason().name())
              .bind("message", error.message())
              .bind("property", error.property())
              .bind("limit", error.limit())
              .bind("actual", error.actual()));
      use(transaction, job, source);
      return true;
    });
  }

  @Override
  public boolean complete(ClaimedJob job, List<Variant> variants, SourceUse source) {
    return write(transaction -> {
      if (!fenced(transaction, job, "delete from job", update -> update)) {
        return false;
      }
      // For its version alone: what the media says of its variants is different from now on.
      transaction.change(id(job), "finished = finished", row -> row);
      VariantRows.insert(transaction, id(job), variants);
      use(transaction, job, source);
      return true;
    });
  }

  @Override
  public boolean replace(ClaimedJob job, List<Variant> variants, SourceUse source) {
    return write(transaction -> {
      if (!fenced(transaction, job, "delete from job", update -> update)) {
        return false;
      }
      // For its version alone, as above.
      transaction.change(id(job), "finished = finished", row -> row);
      VariantRows.discardLater(transaction, id(job));
      VariantRows.insert(transaction, id(job), variants);
      use(transaction, job, source);
      return true;
    });
  }

  @Override
  public boolean release(ClaimedJob job, Instant runAt, ReleaseReason why) {
    int failed = why == ReleaseReason.FAILURE ? 1 : 0;
    int interrupted = why == ReleaseReason.INTERRUPTION ? 1 : 0;
    return write(transaction -> giveBack(transaction, job, RELEASE, update -> update.bind("runAt", runAt.toEpochMilli())
        .bind("failed", failed)
        .bind("interrupted", interrupted)));
  }

  @Override
  public boolean moveTo(ClaimedJob job, Lane lane) {
    return write(transaction -> {
      long turn = Turns.next(transaction, lane, job.media().owners().owner());
      return giveBack(
          transaction,
          job,
          "update job set owner = null, lease_until = null, lane = :lane, turn = :turn",
          update -> update.bind("lane", lane.name()).bind("turn", turn));
    });
  }

  @Override
  public int reclaimAll() {
    return write(Claims::takeBackAll);
  }

  @Override
  public int waiting(Lane lane) {
    return database.read(handle -> Uploads.waiting(handle, lane));
  }

  @Override
  public Backlog ahead(MediaId id) {
    return database.read(handle -> handle
        .createQuery(
            """
            select lane,
              (select count(*) from job other
                where other.lane = mine.lane and other.owner is null
                  and (other.turn, other.run_at, other.media_id) < (mine.turn, mine.run_at, mine.media_id)
              ) as waiting,
              (select count(*) from job other where other.lane = mine.lane and other.owner is not null) as running,
              (select cast(coalesce(sum(total_bytes * (100 - progress_percent) / 100), 0) as bigint)
                from job other join media on media.id = other.media_id
                where other.lane = mine.lane and other.owner is not null) as running_bytes
            from job mine where mine.media_id = :id and mine.kind = 'PRIMARY' and mine.owner is null
            """)
        .bind("id", id.value())
        .map((row, context) -> new Backlog(
            Lane.valueOf(row.getString("lane")),
            row.getInt("waiting"),
            row.getInt("running"),
            row.getLong("running_bytes")))
        .findOne()
        .orElse(Backlog.NONE));
  }

  private static void setProgress(MediaTransaction transaction, Media media) {
    transaction.change(
        media.id(),
        "progress_percent = :percent, idle_percent = :idle, progressed = :progressed",
        row -> row.bind("percent", media.progressPercent())
            .bind("idle", media.idlePercent())
            .bind("progressed", Rows.millis(media.times().progressed())));
  }

  private static boolean giveBack(
      MediaTransaction transaction, ClaimedJob job, String sql, UnaryOperator<Update> values) {
    if (!fenced(transaction, job, sql, values)) {
      return false;
    }
    if (job.kind() == JobKind.PRIMARY) {
      transaction.change(id(job), "state = 'PENDING'", row -> row);
    }
    return true;
  }

  /** Runs a statement on the job's row if the lease is still held by this claim; says whether it is. */
  private static boolean fenced(MediaTransaction transaction, ClaimedJob job, String sql, UnaryOperator<Update> values) {
    Update update = transaction
        .handle()
        .createUpdate(sql + " where media_id = :id and kind = :kind and owner = :owner and attempt = :attempt")
        .bind("id", id(job).value())
        .bind("kind", job.kind().name())
        .bind("owner", job.owner())
        .bind("attempt", job.attempt());
    return values.apply(update).execute() == 1;
  }

  private static void use(MediaTransaction transaction, ClaimedJob job, SourceUse source) {
    switch (source) {
      case NONE -> transaction.discardSegments(id(job));
      case KEPT -> {}
      case REST -> {
        Lane lane = job.lane() == Lane.REPROCESS ? Lane.REPROCESS : Lane.REST;
        long turn = Turns.next(transaction, lane, job.media().owners().owner());
        Uploads.enqueue(transaction, job.media(), JobKind.REST, lane, turn, job.ladder());
      }
    }
  }

  private static MediaId id(ClaimedJob job) {
    return job.media().id();
  }

  private <T> T write(Function<MediaTransaction, T> work) {
    return MediaTransaction.write(database, listener, work);
  }
}
