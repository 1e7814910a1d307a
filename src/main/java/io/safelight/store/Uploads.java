package io.safelight.store;

import io.safelight.config.Ladder;
import io.safelight.media.Admission;
import io.safelight.media.AppendOutcome;
import io.safelight.media.FinalizeOutcome;
import io.safelight.media.JobKind;
import io.safelight.media.Lane;
import io.safelight.media.Media;
import io.safelight.media.MediaId;
import io.safelight.media.MediaState;
import io.safelight.media.NewMedia;
import io.safelight.media.Segment;
import io.safelight.media.UserId;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** The life of an upload until its job is in the queue: what INIT, APPEND and FINALIZE do within their transactions. */
final class Uploads {
  private Uploads() {}

  static Admission.Outcome create(MediaTransaction transaction, NewMedia media, Admission admission) {
    // One INIT at a time from here on, or several could pass on the same sums.
    transaction.handle().execute("update admission set id = id where id = 1");
    Reservations others = reservations(transaction, media.owners().owner());
    int uploads = others.uploads() + 1;
    long bytes = others.bytes() + media.totalBytes();
    if (uploads > admission.maxOpenUploads()) {
      return new Admission.Outcome.TooManyUploads(admission.maxOpenUploads(), uploads);
    }
    if (bytes > admission.maxOpenBytes()) {
      return new Admission.Outcome.TooManyBytes(admission.maxOpenBytes(), bytes);
    }
    if (others.bytesToCome() + media.totalBytes() > admission.maxReservedBytes()) {
      return new Admission.Outcome.NoSpace();
    }
    return new Admission.Outcome.Admitted(insert(transaction, media));
  }

  static AppendOutcome append(MediaTransaction transaction, MediaId id, Segment segment) {
    Optional<Media> locked = transaction.lock(id);
    if (locked.isEmpty()) {
      return new AppendOutcome.Gone();
    }
    Media media = locked.get();
    if (media.state() != MediaState.OPEN) {
      return new AppendOutcome.NotOpen(media);
    }
    // Read after the lock: an APPEND of the same index that was ahead of this one has committed by now.
    Optional<Segment> replaced = segment(transaction.handle(), id, segment.index());
    long bytes = media.bytesReceived() - replaced.map(Segment::size).orElse(0L) + segment.size();
    if (bytes > media.totalBytes()) {
      return new AppendOutcome.ExceedsTotal(media.totalBytes(), bytes);
    }
    transaction.insert(id, segment);
    Optional<String> replacedKey = replaced.map(Segment::key).filter(key -> !key.equals(segment.key()));
    replacedKey.ifPresent(transaction::discard);
    Media changed = transaction.change(
        id,
        "bytes_received = :bytes, segment_count = segment_count + :added",
        row -> row.bind("bytes", bytes).bind("added", replaced.isPresent() ? 0 : 1));
    return new AppendOutcome.Stored(changed, segmentCount(transaction, id), replacedKey.orElse(null));
  }

  static FinalizeOutcome finish(MediaTransaction transaction, MediaId id, Lane lane) {
    Optional<Media> locked = transaction.lock(id);
    if (locked.isEmpty()) {
      return new FinalizeOutcome.Gone();
    }
    Media media = locked.get();
    if (media.state() != MediaState.OPEN) {
      return new FinalizeOutcome.AlreadyFinalized(media);
    }
    // Enough, whatever the numbering: the sum is kept under the same lock as the segments.
    if (media.bytesReceived() != media.totalBytes()) {
      return new FinalizeOutcome.Incomplete(media);
    }
    UserId uploader = media.owners().owner();
    long turn = Turns.next(transaction, lane, uploader);
    int ahead = Turns.ahead(transaction.handle(), lane, turn);
    Media finalized = transaction.change(
        id,
        "state = 'PENDING', finalized = :now, expires = null, queued_ahead = :ahead",
        row -> row.bind("now", transaction.now()).bind("ahead", ahead));
    enqueue(transaction, finalized, JobKind.PRIMARY, lane, turn, null);
    return new FinalizeOutcome.Finalized(finalized);
  }

  static void abandon(MediaTransaction transaction, MediaId id) {
    int deleted = transaction
        .handle()
        .createUpdate("delete from media where id = :id and state = 'OPEN'")
        .bind("id", id.value())
        .execute();
    if (deleted == 1) {
      transaction.deleted(id);
    }
  }

  private static Media insert(MediaTransaction transaction, NewMedia media) {
    transaction
        .handle()
        .createUpdate(
            """
            insert into media (id, owner, category, category_named, media_type, total_bytes, bytes_received, segment_count,
              state, progress_percent, queued_ahead, queue_percent, idle_percent, created, expires, slug, version)
            values (:id, :owner, :category, :named, :type, :total, 0, 0, 'OPEN', 0, 0, 0, 0, :created, :expires, :slug, 1)
            """)
        .bind("id", media.id().value())
        .bind("owner", media.owners().owner().value())
        .bind("category", media.category().name())
        .bind("named", media.categoryNamed() ? 1 : 0)
        .bind("type", media.mediaType())
        .bind("total", media.totalBytes())
        .bind("created", media.created().toEpochMilli())
        .bind("expires", Rows.millis(media.expires()))
        .bind("slug", media.slug())
        .execute();
    insertOwners(transaction, media.id(), media.owners().additional());
    // Read back rather than put together, so that there is one way from a row to a record.
    Media created = transaction.lock(media.id()).orElseThrow();
    transaction.created(created);
    return created;
  }

  private static void insertOwners(MediaTransaction transaction, MediaId id, Set<UserId> users) {
    if (users.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        transaction.handle().prepareBatch("insert into media_owner (media_id, account_id) values (:id, :user)");
    users.forEach(user -> batch.bind("id", id.value()).bind("user", user.value()).add());
    batch.execute();
  }

  /**
   * Inserts a job that is due at once.
   *
   * @param ladder null for the configured one
   */
  static void enqueue(
      MediaTransaction transaction, Media media, JobKind kind, Lane lane, long turn, @Nullable Ladder ladder) {
    transaction
        .handle()
        .createUpdate(
            """
            insert into job (media_id, kind, lane, uploader, turn, run_at, attempt, failures, interruptions, queued, ladder)
            values (:id, :kind, :lane, :uploader, :turn, :now, 0, 0, 0, :now, :ladder)
            """)
        .bind("id", media.id().value())
        .bind("kind", kind.name())
        .bind("lane", lane.name())
        .bind("uploader", media.owners().owner().value())
        .bind("turn", turn)
        .bind("ladder", Ladder.notation(ladder))
        .bind("now", transaction.now())
        .execute();
  }

  /** Jobs of a lane that nobody has claimed. */
  static int waiting(Handle handle, Lane lane) {
    return handle
        .createQuery("select count(*) from job where lane = :lane and owner is null")
        .bind("lane", lane.name())
        .mapTo(Integer.class)
        .one();
  }

  /** The segment of this index that is stored now. */
  static Optional<Segment> segment(Handle handle, MediaId id, int index) {
    return handle
        .createQuery("select " + Rows.SEGMENT + " from segment where media_id = :id and segment_index = :index")
        .bind("id", id.value())
        .bind("index", index)
        .map((row, context) -> Rows.segment(row))
        .findOne();
  }

  private static int segmentCount(MediaTransaction transaction, MediaId id) {
    return transaction
        .handle()
        .createQuery("select segment_count from media where id = :id")
        .bind("id", id.value())
        .mapTo(Integer.class)
        .one();
  }

  private static Reservations reservations(MediaTransaction transaction, UserId user) {
    return transaction
        .handle()
        .createQuery(
            """
            select coalesce(sum(case when owner = :user then 1 else 0 end), 0) as uploads,
              coalesce(sum(case when owner = :user then total_bytes else 0 end), 0) as bytes,
              coalesce(sum(total_bytes - bytes_received), 0) as bytes_to_come
            from media where state = 'OPEN' and
            """
                + Rows.IS_ALIVE)
        .bind("user", user.value())
        .bind("now", transaction.now())
        .map((row, context) ->
            new Reservations(row.getInt("uploads"), row.getLong("bytes"), row.getLong("bytes_to_come")))
        .one();
  }

  /** What open uploads take: a user's number and declared bytes, and the bytes that everybody's may still send. */
  private record Reservations(int uploads, long bytes, long bytesToCome) {}
}
