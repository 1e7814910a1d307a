package io.safelight.store;

import io.safelight.media.Deletion;
import io.safelight.media.MediaId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Deletes media with all that belongs to them. */
final class Deletions {
  /**
   * A media that is held or processed has no expiry; the state is asked for all the same, because what is deleted cannot be
   * brought back.
   */
  private static final String IS_OVER = "expires <= :now and state not in ('PENDING', 'IN_PROGRESS')";

  private Deletions() {}

  /**
   * Deletes media whose time is over. One that another transaction holds is left for the next time.
   *
   * @param lockClause what leaves out rows that others hold
   */
  static List<MediaId> deleteExpired(MediaTransaction transaction, String lockClause, Instant now, int max) {
    List<MediaId> due = transaction
        .handle()
        .createQuery("select id from media where " + IS_OVER + " order by expires, id limit :max")
        .bind("now", now.toEpochMilli())
        .bind("max", max)
        .mapTo(Long.class)
        .map(MediaId::new)
        .list();
    // One that succeeded has a job where further variants were never made: that job goes with it.
    transaction.lockJobs(due);
    List<MediaId> deleted = due.stream().filter(id -> deleteIfOver(transaction, lockClause, now, id)).toList();
    deleted.forEach(transaction::deleted);
    return deleted;
  }

  private static boolean deleteIfOver(MediaTransaction transaction, String lockClause, Instant now, MediaId id) {
    return transaction
        .handle()
        .createUpdate("with due as materialized (select id from media where id = :id and " + IS_OVER + lockClause
            + ") delete from media where id in (select id from due)")
        .bind("id", id.value())
        .bind("now", now.toEpochMilli())
        .execute() == 1;
  }

  /** Deletes a media because somebody says so, whatever it is being used for. */
  static Deletion delete(MediaTransaction transaction, MediaId id, boolean evenIfHeld) {
    transaction.lockJobs(List.of(id));
    Optional<String> slug = transaction
        .handle()
        .createQuery("update media set version = version where id = :id returning slug")
        .bind("id", id.value())
        .mapTo(String.class)
        .findOne();
    if (slug.isEmpty()) {
      return new Deletion.Unknown();
    }
    Deletion.Held holds = holds(transaction, id);
    if (!evenIfHeld && (holds.posts() > 0 || holds.kept())) {
      return holds;
    }
    execute(transaction, id, "delete from post_media where media_id = :id");
    execute(transaction, id, "delete from media where id = :id");
    transaction.deleted(id);
    return new Deletion.Deleted(slug.get());
  }

  private static Deletion.Held holds(MediaTransaction transaction, MediaId id) {
    return transaction
        .handle()
        .createQuery(
            """
            select (select count(*) from post_media p where p.media_id = media.id) as posts,
              case when kept_by is null then 0 else 1 end as kept
            from media where id = :id
            """)
        .bind("id", id.value())
        .map((row, context) -> new Deletion.Held(row.getInt("posts"), row.getInt("kept") == 1))
        .one();
  }

  private static void execute(MediaTransaction transaction, MediaId id, String sql) {
    transaction.handle().createUpdate(sql).bind("id", id.value()).execute();
  }
}
