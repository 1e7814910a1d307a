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

  /**
   * Creates a post and pins its media. When this returns {@link Posting.Created}, both are durable. A media that is still in the
   * first moments of its processing is waited for, after it was made sure that the author may use it.
   *
   * @param source the application it is made with
   * @throws SafelightException POST_EMPTY when there is neither text nor media; POST_TOO_LONG
   */
  public Posting create(UserId author, String text, List<MediaId> media, String source) {
    requirePostable(text, media);
    var draft = new PostRepository.NewPost(ids.next(), author, text, source, clock.instant());
    var gate = new PostGate(author);
    return firstMoments.pass(() -> repository.create(draft, media, gate), PostService::refusal);
  }

  private static Optional<GateOutcome.Refusal> refusal(Posting posting) {
    return posting instanceof Posting.Refused(GateOutcome.Refusal why) ? Optional.of(why) : Optional.empty();
  }

  /**
   * Refuses what {@link #create} would refuse whatever the media are. Characters are code points: what X counts as two, such as an
   * emoji or a CJK character, counts as one.
   *
   * @throws SafelightException POST_EMPTY when there is neither text nor media; POST_TOO_LONG
   */
  public static void requirePostable(String text, List<MediaId> media) {
    if (text.isBlank() && media.isEmpty()) {
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
   * @return false when there is no such post of this author
   */
  public boolean delete(long id, UserId author) {
    return repository.delete(id, author, expiry.detached());
  }
}
