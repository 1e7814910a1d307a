package io.safelight.store;

import io.safelight.media.Deletion;
import io.safelight.media.MediaId;
import java.util.Optional;

/** Deletes a media because somebody says so, whatever it is being used for. */
final class Deletions {
  private Deletions() {}

  static Deletion delete(MediaTransaction transaction, MediaId id, boolean evenIfHeld) {
    // Taken before the row of the media, as workers do.
    execute(transaction, id, "update job set attempt = attempt where media_id = :id");
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
