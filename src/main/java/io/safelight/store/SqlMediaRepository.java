package io.safelight.store;

import io.safelight.config.Ladder;
import io.safelight.media.Admission;
import io.safelight.media.AppendOutcome;
import io.safelight.media.Deletion;
import io.safelight.media.FinalizeOutcome;
import io.safelight.media.GateOutcome;
import io.safelight.media.Lane;
import io.safelight.media.Media;
import io.safelight.media.MediaGate;
import io.safelight.media.MediaId;
import io.safelight.media.MediaListener;
import io.safelight.media.MediaRepository;
import io.safelight.media.NewMedia;
import io.safelight.media.PublishedMedia;
import io.safelight.media.Reprocessing;
import io.safelight.media.Segment;
import io.safelight.media.UserId;
import io.safelight.media.Variant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** {@link MediaRepository} in SQL. */
public final class SqlMediaRepository implements MediaRepository {
  private final Database database;
  private final MediaListener listener;

  public SqlMediaRepository(Database database, MediaListener listener) {
    this.database = database;
    this.listener = listener;
  }

  @Override
  public Admission.Outcome create(NewMedia media, Admission admission) {
    return write(transaction -> Uploads.create(transaction, media, admission));
  }

  @Override
  public AppendOutcome append(MediaId id, Segment segment) {
    return write(transaction -> Uploads.append(transaction, id, segment));
  }

  @Override
  public FinalizeOutcome finalizeUpload(MediaId id, Lane lane) {
    return write(transaction -> Uploads.finish(transaction, id, lane));
  }

  @Override
  public void abandon(MediaId id) {
    write(transaction -> {
      Uploads.abandon(transaction, id);
      return id;
    });
  }

  @Override
  public Optional<Media> find(MediaId id) {
    return findWhere("id = :id", query -> query.bind("id", id.value()));
  }

  @Override
  public Optional<Media> findUsable(MediaId id, UserId user) {
    return findWhere("id = :id and " + Rows.IS_OWNER, query -> query.bind("id", id.value()).bind("user", user.value()));
  }

  @Override
  public Optional<Media> findUploaded(MediaId id, UserId uploader) {
    return findWhere("id = :id and owner = :user", query -> query.bind("id", id.value()).bind("user", uploader.value()));
  }

  @Override
  public Optional<PublishedMedia> findPublished(String slug) {
    return database.read(handle -> {
      // One row for each variant; what they say of the media is the same.
      List<PublishedMedia> rows = handle
          .createQuery("select " + Rows.PUBLISHED
              + " from media join variant on variant.media_id = media.id"
              + " where slug = :slug and state = 'SUCCEEDED' and " + Rows.IS_ALIVE + " order by variant.ordinal")
          .bind("slug", slug)
          .bind("now", database.now(handle))
          .map((row, context) -> Rows.published(row))
          .list();
      List<Variant> variants = rows.stream().flatMap(row -> row.variants().stream()).toList();
      return rows.stream().findFirst().map(media -> media.with(variants, SubtitleRows.ofSlug(handle, slug)));
    });
  }

  @Override
  public List<Segment> segments(MediaId id) {
    return database.read(handle -> handle
        .createQuery("select " + Rows.SEGMENT + " from segment where media_id = :id order by segment_index")
        .bind("id", id.value())
        .map((row, context) -> Rows.segment(row))
        .list());
  }

  @Override
  public Optional<Segment> segment(MediaId id, int index) {
    return database.read(handle -> Uploads.segment(handle, id, index));
  }

  @Override
  public List<Variant> variants(MediaId id) {
    return database.read(handle -> handle
        .createQuery("select " + Rows.VARIANT + " from variant where media_id = :id order by ordinal")
        .bind("id", id.value())
        .map((row, context) -> Rows.variant(row))
        .list());
  }

  @Override
  public void noteQueuePercent(MediaId id, int percent) {
    write(transaction -> transaction
        .handle()
        .createUpdate("update media set queue_percent = :percent where id = :id and queue_percent < :percent")
        .bind("id", id.value())
        .bind("percent", percent)
        .execute());
  }

  @Override
  public boolean describe(MediaId id, @Nullable String altText) {
    return write(transaction -> transaction
        .lock(id)
        .map(media -> transaction.change(id, "alt_text = :text", row -> row.bind("text", altText)))
        .isPresent());
  }

  @Override
  public GateOutcome keep(MediaId id, UserId user, MediaGate gate) {
    return write(transaction -> {
      GateOutcome outcome = gate.check(List.of(id), transaction.lockUsable(List.of(id), user));
      return switch (outcome) {
        case GateOutcome.Refusal refusal -> refusal;
        case GateOutcome.Open _ -> new GateOutcome.Open(List.of(
            transaction.change(id, "expires = null, kept_by = :user", row -> row.bind("user", user.value()))));
      };
    });
  }

  @Override
  public boolean unkeep(MediaId id, Duration retention) {
    return write(transaction -> {
      if (transaction.lock(id).isEmpty()) {
        return false;
      }
      int ended = transaction
          .handle()
          .createUpdate("update media set kept_by = null where id = :id and kept_by is not null")
          .bind("id", id.value())
          .execute();
      if (ended == 1) {
        transaction.letGo(id, retention);
      }
      return true;
    });
  }

  @Override
  public List<MediaId> deleteExpired(Instant now, int max) {
    return write(transaction -> Deletions.deleteExpired(transaction, database.lockClause(), now, max));
  }

  @Override
  public Deletion delete(MediaId id, boolean evenIfHeld) {
    return write(transaction -> Deletions.delete(transaction, id, evenIfHeld));
  }

  @Override
  public List<Reprocessing> reprocess(List<MediaId> ids, @Nullable Ladder ladder) {
    return write(transaction -> Reprocesses.enqueue(transaction, ids, ladder));
  }

  @Override
  public List<MediaId> finished(long after, boolean onlyFailed, int max) {
    return database.read(handle -> handle
        .createQuery("select id from media where id > :after and state "
            + (onlyFailed ? "= 'FAILED'" : "in ('FAILED', 'SUCCEEDED')") + " and " + Rows.IS_ALIVE
            + " order by id limit :max")
        .bind("after", after)
        .bind("now", database.now(handle))
        .bind("max", max)
        .mapTo(Long.class)
        .map(MediaId::new)
        .list());
  }

  @Override
  public void keepRejected(UserId uploader, long most) {
    write(transaction -> {
      RejectedSources.keepLatest(transaction, uploader, most);
      return true;
    });
  }

  @Override
  public List<String> namedKeys(MediaId id) {
    return database.read(handle -> handle
        .createQuery(
            """
            select blob_key from segment where media_id = :id
            union select blob_key from variant where media_id = :id
            union select blob_key from subtitles where media_id = :id
            """)
        .bind("id", id.value())
        .mapTo(String.class)
        .list());
  }

  private Optional<Media> findWhere(String condition, UnaryOperator<Query> values) {
    return database.read(handle -> values
        .apply(handle.createQuery("select " + Rows.MEDIA + " from media where " + condition + " and " + Rows.IS_ALIVE))
        .bind("now", database.now(handle))
        .map((row, context) -> Rows.media(row))
        .findOne());
  }

  private <T> T write(Function<MediaTransaction, T> work) {
    return MediaTransaction.write(database, listener, work);
  }
}
