package io.safelight.store;

import io.safelight.media.Media;
import io.safelight.media.MediaId;
import io.safelight.media.MediaKeys;
import io.safelight.media.MediaListener;
import io.safelight.media.Segment;
import io.safelight.media.UserId;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * A write transaction on media, and the one place that knows the arbiter rule: whoever writes anything that belongs to a media
 * updates the media row <em>first</em>, with {@link #lock}, and looks at that media's other rows only afterwards. Under
 * PostgreSQL's read committed a statement sees what was committed when it began, so that only what is read after the lock is
 * sure to hold until the commit. SQLite has one writer at a time and would forgive everything.
 *
 * <p>So that no two transactions wait for each other in a circle, rows are locked in this order: jobs by rising id of their
 * media, then media by rising id, then the rest.
 *
 * <p>Each change raises the row's version, and is announced to the listener after the commit, by the thread that called.
 */
final class MediaTransaction {
  /** How long bytes outlive the row that named them, for readers that have read the row but not opened the bytes yet. */
  static final Duration GRACE = Duration.ofMinutes(1);

  private final Handle handle;
  private final long now;
  private final Map<MediaId, Long> changes;

  private MediaTransaction(Handle handle, long now, Map<MediaId, Long> changes) {
    this.handle = handle;
    this.now = now;
    this.changes = changes;
  }

  static <T> T write(Database database, MediaListener listener, Function<MediaTransaction, T> work) {
    Map<MediaId, Long> changes = new HashMap<>();
    T result = database.write(handle -> work.apply(new MediaTransaction(handle, database.now(handle), changes)));
    changes.forEach(listener::changed);
    return result;
  }

  Handle handle() {
    return handle;
  }

  /** When this transaction began, in milliseconds since 1970. */
  long now() {
    return now;
  }

  /** Takes the jobs of media until the end of the transaction. Before any row of a media, as whoever holds a job goes on to its media. */
  void lockJobs(Collection<MediaId> ids) {
    ids.stream().sorted().distinct().forEach(id -> handle
        .createUpdate("update job set attempt = attempt where media_id = :id")
        .bind("id", id.value())
        .execute());
  }

  /** Takes the row of a media until the end of the transaction, without changing it; empty when unknown, expired or deleted. */
  Optional<Media> lock(MediaId id) {
    return lockWhere("id = :id", query -> query.bind("id", id.value()));
  }

  /** Takes the rows of several media; those that are gone are left out, the others come in the order of {@code ids}. */
  List<Media> lockAll(Collection<MediaId> ids) {
    return lockAll(ids, this::lock);
  }

  /**
   * As {@link #lockAll}, but only those that this user may use. The others are not even touched: a transaction that writes
   * waits for locks and the disk, and everybody could tell a media of somebody else from none.
   */
  List<Media> lockUsable(Collection<MediaId> ids, UserId user) {
    return lockAll(
        ids,
        id -> lockWhere(
            "id = :id and " + Rows.IS_OWNER, query -> query.bind("id", id.value()).bind("user", user.value())));
  }

  private static List<Media> lockAll(Collection<MediaId> ids, Function<MediaId, Optional<Media>> lock) {
    Map<MediaId, Media> locked = new HashMap<>();
    ids.stream().sorted().distinct().forEach(id -> lock.apply(id).ifPresent(media -> locked.put(id, media)));
    return ids.stream().distinct().filter(locked::containsKey).map(locked::get).toList();
  }

  private Optional<Media> lockWhere(String condition, UnaryOperator<Query> values) {
    Query update = handle.createQuery("update media set version = version where " + condition + " and " + Rows.IS_ALIVE
        + " returning " + Rows.MEDIA);
    return values.apply(update.bind("now", now)).map((row, context) -> Rows.media(row)).findOne();
  }

  /**
   * Changes the row of a media that is sure to be there: this transaction has locked it, or the job that refers to it.
   *
   * @param assignments what {@code update media set} takes
   * @param values binds the parameters of the assignments
   * @return the row after the change
   */
  Media change(MediaId id, String assignments, UnaryOperator<Query> values) {
    Query update = handle.createQuery(
        "update media set " + assignments + ", version = version + 1 where id = :id returning " + Rows.MEDIA);
    Media changed = values.apply(update.bind("id", id.value())).map((row, context) -> Rows.media(row)).one();
    changes.put(id, changed.version());
    return changed;
  }

  /** The row of a media whose job this transaction has locked, whether its time is over or not. */
  Media read(MediaId id) {
    return handle
        .createQuery("select " + Rows.MEDIA + " from media where id = :id")
        .bind("id", id.value())
        .map((row, context) -> Rows.media(row))
        .one();
  }

  /** The row is new. */
  void created(Media media) {
    changes.put(media.id(), media.version());
  }

  /** The row was deleted; all bytes of the media become garbage, named by a row or not. */
  void deleted(MediaId id) {
    changes.put(id, Long.MAX_VALUE);
    discard(MediaKeys.all(id));
  }

  void insert(MediaId id, Segment segment) {
    handle
        .createUpdate(
            """
            insert into segment (media_id, segment_index, blob_key, size, crc32c)
            values (:id, :index, :key, :size, :crc32c)
            on conflict (media_id, segment_index) do update
            set blob_key = excluded.blob_key, size = excluded.size, crc32c = excluded.crc32c
            """)
        .bind("id", id.value())
        .bind("index", segment.index())
        .bind("key", segment.key())
        .bind("size", segment.size())
        .bind("crc32c", segment.crc32c())
        .execute();
  }

  /** This key is named by no row any more when this transaction has committed. */
  void discard(String key) {
    handle
        .createUpdate(
            "insert into garbage (blob_key, not_before) values (:key, :notBefore) on conflict (blob_key) do nothing")
        .bind("key", key)
        .bind("notBefore", now + GRACE.toMillis())
        .execute();
  }

  /** The segments of a media are needed no more. */
  void discardSegments(MediaId id) {
    handle
        .createUpdate(
            """
            insert into garbage (blob_key, not_before)
            select blob_key, :notBefore from segment where media_id = :id
            on conflict (blob_key) do nothing
            """)
        .bind("id", id.value())
        .bind("notBefore", now + GRACE.toMillis())
        .execute();
    handle.createUpdate("delete from segment where media_id = :id").bind("id", id.value()).execute();
  }

  /** Whether a post or a product holds this media, so that it must not expire. Only after {@link #lock}. */
  boolean isHeld(MediaId id) {
    return handle
        .createQuery(
            """
            select case when kept_by is not null or exists (select 1 from post_media p where p.media_id = media.id)
              then 1 else 0 end
            from media where id = :id
            """)
        .bind("id", id.value())
        .mapTo(Integer.class)
        .findOne()
        .orElse(0) == 1;
  }

  /** A hold ended: when it was the last one, the media goes after {@code retention}. Only after {@link #lock}. */
  void letGo(MediaId id, Duration retention) {
    if (!isHeld(id)) {
      change(id, "expires = :expires", row -> row.bind("expires", now + retention.toMillis()));
    }
  }
}
