package io.safelight.store;

import io.safelight.media.GateOutcome;
import io.safelight.media.MediaGate;
import io.safelight.media.MediaId;
import io.safelight.media.MediaListener;
import io.safelight.media.UserId;
import io.safelight.media.Variant;
import io.safelight.post.Post;
import io.safelight.post.PostRepository;
import io.safelight.post.Posting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** {@link PostRepository} in SQL. */
public final class SqlPostRepository implements PostRepository {
  private final Database database;
  private final MediaListener listener;

  public SqlPostRepository(Database database, MediaListener listener) {
    this.database = database;
    this.listener = listener;
  }

  @Override
  public Posting create(NewPost post, List<MediaId> media, MediaGate gate) {
    return MediaTransaction.write(database, listener, transaction ->
        switch (gate.check(media, transaction.lockUsable(media, post.author()))) {
          case GateOutcome.Refusal refusal -> new Posting.Refused(refusal);
          case GateOutcome.Open _ -> {
            insert(transaction.handle(), post);
            pin(transaction, post.id(), media);
            yield new Posting.Created(find(transaction.handle(), post.id()).orElseThrow());
          }
        });
  }

  private static void pin(MediaTransaction transaction, long post, List<MediaId> media) {
    for (int ordinal = 0; ordinal < media.size(); ordinal++) {
      transaction
          .handle()
          .createUpdate("insert into post_media (post_id, ordinal, media_id) values (:post, :ordinal, :media)")
          .bind("post", post)
          .bind("ordinal", ordinal)
          .bind("media", media.get(ordinal).value())
          .execute();
      transaction.change(media.get(ordinal), "expires = null", row -> row);
    }
  }

  @Override
  public Optional<Post> find(long id) {
    return database.read(handle -> find(handle, id));
  }

  private static Optional<Post> find(Handle handle, long id) {
    return handle
        .createQuery(
            """
            select p.author, p.body, p.source, p.created, a.screen_name
            from post p join account a on a.id = p.author where p.id = :id
            """)
        .bind("id", id)
        .map((row, context) -> new Post(
            id,
            new UserId(row.getLong("author")),
            row.getString("screen_name"),
            row.getString("body"),
            row.getString("source"),
            Instant.ofEpochMilli(row.getLong("created")),
            attachments(handle, id)))
        .findOne();
  }

  @Override
  public boolean delete(long id, UserId author, Duration retention) {
    return MediaTransaction.write(database, listener, transaction -> {
      List<MediaId> media = attached(transaction.handle(), id);
      int deleted = transaction
          .handle()
          .createUpdate("delete from post where id = :id and author = :author")
          .bind("id", id)
          .bind("author", author.value())
          .execute();
      if (deleted == 0) {
        return false;
      }
      transaction.lockAll(media).forEach(each -> transaction.letGo(each.id(), retention));
      return true;
    });
  }

  private static void insert(Handle handle, NewPost post) {
    handle
        .createUpdate(
            """
            insert into post (id, author, body, source, created) values (:id, :author, :text, :source, :created)
            """)
        .bind("id", post.id())
        .bind("author", post.author().value())
        .bind("text", post.text())
        .bind("source", post.source())
        .bind("created", post.created().toEpochMilli())
        .execute();
  }

  // What a post holds never changes, so that reading it needs no lock.
  private static List<MediaId> attached(Handle handle, long post) {
    return handle
        .createQuery("select media_id from post_media where post_id = :post order by ordinal")
        .bind("post", post)
        .mapTo(Long.class)
        .map(MediaId::new)
        .list();
  }

  private static List<Post.Attachment> attachments(Handle handle, long post) {
    Map<MediaId, List<Variant>> variants = new HashMap<>();
    handle
        .createQuery("select media_id, " + Rows.VARIANT
            + " from variant where media_id in (select media_id from post_media where post_id = :post) order by ordinal")
        .bind("post", post)
        .map((row, context) -> variants
            .computeIfAbsent(new MediaId(row.getLong("media_id")), id -> new ArrayList<>())
            .add(Rows.variant(row)))
        .list();
    return handle
        .createQuery(
            "select " + Rows.MEDIA + " from media join post_media on media_id = id where post_id = :post order by ordinal")
        .bind("post", post)
        .map((row, context) -> Rows.media(row))
        .map(media -> new Post.Attachment(media, List.copyOf(variants.getOrDefault(media.id(), List.of()))))
        .list();
  }
}
