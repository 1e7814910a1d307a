package io.safelight.post;

import io.safelight.config.ExpiryConfig;
import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.media.GateOutcome;
import io.safelight.media.IdGenerator;
import io.safelight.media.MediaId;
import io.safelight.media.UserId;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Posts with media. Thread-safe. */
public final class PostService {
  private static final int MAX_LENGTH = 280;

  private final PostRepository repository;
  private final FirstMoments firstMoments;
  private final IdGenerator ids;
  private final ExpiryConfig expiry;
  private final InstantSource clock;

  public PostService(
      PostRepository repository, FirstMoments firstMoments, IdGenerator ids, ExpiryConfig expiry, InstantSource clock) {
    this.repository = repository;
    this.firstMoments = firstMoments;
    this.ids = ids;
    this.expiry = expiry;
    this.clock = clock;
  }

  /** What became of an attempt to post. */
  public sealed interface Outcome {
    record Created(Post post) implements Outcome {}

    /** Nothing was created. */
    record Refused(GateOutcome.Refusal why) implements Outcome {}
  }

  /**
   * Creates a post and pins its media. When this returns {@link Outcome.Created}, both are durable. A media that is still in the
   * first moments of its processing is waited for, after it was made sure that the author may use it.
   *
   * @param source the application it is made with
   * @throws SafelightException POST_EMPTY when there is neither text nor media; POST_TOO_LONG
   */
  public Outcome create(UserId author, String text, List<MediaId> media, String source) {
    requireFitting(text, !media.isEmpty());
    var draft = new PostRepository.NewPost(ids.next(), author, text, source, clock.instant());
    var gate = new PostGate(author);
    return switch (firstMoments.pass(() -> repository.create(draft, media, gate))) {
      case GateOutcome.Open _ ->
          new Outcome.Created(
              repository.find(draft.id()).orElseThrow(() -> new IllegalStateException("the post is gone already")));
      case GateOutcome.Refusal refusal -> new Outcome.Refused(refusal);
    };
  }

  /** Characters are code points: what X counts as two, such as an emoji or a CJK character, counts as one. */
  private static void requireFitting(String text, boolean hasMedia) {
    if (text.isBlank() && !hasMedia) {
      throw new SafelightException(ErrorCode.POST_EMPTY);
    }
    int length = text.codePointCount(0, text.length());
    if (length > MAX_LENGTH) {
      throw new SafelightException(ErrorCode.POST_TOO_LONG).with("limit", MAX_LENGTH).with("actual", length);
    }
  }

  /** Anybody may see a post, as on X. */
  public Optional<Post> find(long id) {
    return repository.find(id);
  }

  /**
   * Deletes a post of this author; what nothing else holds of its media expires after {@code expiry.detached}.
   *
   * @return the post that was deleted; empty when there is none of this author
   */
  public Optional<Post> delete(long id, UserId author) {
    return repository
        .find(id)
        .filter(post -> post.author().equals(author))
        .filter(post -> repository.delete(id, author, expiry.detached()));
  }
}
