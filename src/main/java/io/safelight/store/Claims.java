package io.safelight.store;

import io.safelight.config.Ladder;
import io.safelight.media.ClaimedJob;
import io.safelight.media.JobKind;
import io.safelight.media.Lane;
import io.safelight.media.Media;
import io.safelight.media.MediaId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Gives jobs to workers, and takes them back from workers that are gone. */
final class Claims {
  private static final String WHILE_NO_VIDEO_WAITS =
      """
      and not exists (select 1 from job video where video.lane = 'VIDEO' and video.owner is null and video.run_at <= :now)
      """;

  private static final String WHILE_NO_REST_WAITS =
      """
      and not exists (select 1 from job rest where rest.lane = 'REST' and rest.owner is null and rest.run_at <= :now)
      """;

  private Claims() {}

  /**
   * Claims jobs that are due, in order of their turns: those that nobody has, and those whose lease has run out.
   *
   * @param lockClause what keeps two workers from taking the same rows
   */
  static List<ClaimedJob> take(
      MediaTransaction transaction, String lockClause, String owner, Lane lane, int max, Duration lease) {
    List<Taken> taken = transaction
        .handle()
        .createQuery(
            """
            with waiting as materialized (
              select media_id, turn, run_at from job where lane = :lane and owner is null and run_at <= :now
            """
                + whileNothingElseWaits(lane)
                + """
              order by turn, run_at, media_id limit :max
            """
                + lockClause
                + """
                ), lost as materialized (
                  select media_id, turn, run_at from job where lane = :lane and owner is not null and lease_until <= :now
                  order by turn, run_at, media_id limit :max
                """
                + lockClause
                + """
                ), due as materialized (
                  select media_id from (select * from waiting union all select * from lost) as either
                  order by turn, run_at, media_id limit :max
                )
                update job set owner = :owner, lease_until = :until, attempt = attempt + 1,
                  interruptions = interruptions + case when owner is null then 0 else 1 end
                where media_id in (select media_id from due) and lane = :lane
                returning media_id, kind, turn, run_at, attempt, failures, interruptions, queued, ladder
                """)
        .bind("lane", lane.name())
        .bind("now", transaction.now())
        .bind("max", max)
        .bind("owner", owner)
        .bind("until", transaction.now() + lease.toMillis())
        .map((row, context) -> new Taken(
            new MediaId(row.getLong("media_id")),
            JobKind.valueOf(row.getString("kind")),
            row.getLong("turn"),
            row.getLong("run_at"),
            row.getInt("attempt"),
            row.getInt("failures"),
            row.getInt("interruptions"),
            Instant.ofEpochMilli(row.getLong("queued")),
            row.getString("ladder")))
        .list();
    // By id for the order of locks, then by turn and age for the caller: returning promises no order.
    Map<Taken, Media> started = new TreeMap<>(
        Comparator.comparingLong(Taken::turn).thenComparingLong(Taken::runAt).thenComparing(Taken::id));
    taken.stream().sorted(Comparator.comparing(Taken::id)).forEach(job -> started.put(job, start(transaction, job)));
    return started.entrySet().stream().map(entry -> entry.getKey().claimed(entry.getValue(), lane, owner)).toList();
  }

  private static String whileNothingElseWaits(Lane lane) {
    return switch (lane) {
      case QUICK, VIDEO -> "";
      case REST -> WHILE_NO_VIDEO_WAITS;
      case REPROCESS -> WHILE_NO_VIDEO_WAITS + WHILE_NO_REST_WAITS;
    };
  }

  /** Takes all jobs from whoever has them, and returns how many that were. */
  static int takeBackAll(MediaTransaction transaction) {
    List<Reclaimed> reclaimed = transaction
        .handle()
        .createQuery(
            """
            update job set owner = null, lease_until = null, interruptions = interruptions + 1
            where owner is not null returning media_id, kind
            """)
        .map((row, context) -> new Reclaimed(new MediaId(row.getLong("media_id")), JobKind.valueOf(row.getString("kind"))))
        .list();
    reclaimed.stream()
        .filter(job -> job.kind() == JobKind.PRIMARY)
        .map(Reclaimed::id)
        .sorted()
        .forEach(id -> transaction.change(id, "state = 'PENDING'", row -> row));
    return reclaimed.size();
  }

  private static Media start(MediaTransaction transaction, Taken job) {
    return switch (job.kind()) {
      case PRIMARY ->
          transaction.change(
              job.id(),
              """
              state = 'IN_PROGRESS', started = coalesce(started, :now), progressed = coalesce(progressed, :now),
              attempt_started = :now\
              """,
              row -> row.bind("now", transaction.now()));
      case REST, REPROCESS -> transaction.read(job.id());
    };
  }

  private record Reclaimed(MediaId id, JobKind kind) {}

  private record Taken(
      MediaId id, JobKind kind, long turn, long runAt, int attempt, int failures, int interruptions,
      Instant queued, @Nullable String ladder) {
    ClaimedJob claimed(Media media, Lane lane, String owner) {
      return new ClaimedJob(media, kind, lane, owner, attempt, failures, interruptions, queued,
          ladder == null ? null : Ladder.parse(ladder));
    }
  }
}
