package io.safelight.post;

import io.safelight.media.MediaGate;
import io.safelight.media.MediaId;
import io.safelight.media.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps posts. Each method is one transaction, durable when it returns. Thread-safe. */
public interface PostRepository {
  /**
   * Creates a post if the gate lets its media through, and pins them: they do not expire while the post exists.
   *
   * @param media in order, none twice
   * @return the post as the same transaction sees it, so that nothing has to be read that could fail when it is made
   */
  Posting create(NewPost post, List<MediaId> media, MediaGate gate);

  Optional<Post> find(long id);

  /**
   * Deletes a post of this author. Media that nothing else holds expire after {@code retention}.
   *
   * @return false when there is no such post of this author
   */
  boolean delete(long id, UserId author, Duration retention);

  /** A post about to be created. */
  record NewPost(long id, UserId author, String text, String source, Instant created) {}
}
