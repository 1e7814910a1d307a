package io.safelight.post;

import io.safelight.config.ExpiryConfig;
import io.safelight.media.GateOutcome;
import io.safelight.media.Media;
import io.safelight.media.MediaId;
import io.safelight.media.MediaRepository;
import io.safelight.media.UserId;
import io.safelight.media.Variant;
import java.util.List;
import java.util.Optional;

/** Holds media for a product that keeps its posts in a database of its own, by the rules of a post. Thread-safe. */
public final class KeepMedia {
  private final MediaRepository repository;
  private final FirstMoments firstMoments;
  private final ExpiryConfig expiry;

  public KeepMedia(MediaRepository repository, FirstMoments firstMoments, ExpiryConfig expiry) {
    this.repository = repository;
    this.firstMoments = firstMoments;
    this.expiry = expiry;
  }

  /** What became of an attempt to keep a media. */
  public sealed interface Outcome {
    /** The media does not expire until it is released, and this can be fetched of it. */
    record Kept(Media media, List<Variant> variants) implements Outcome {}

    /** Nothing was changed. */
    record Refused(GateOutcome.Refusal why) implements Outcome {}
  }

  /**
   * Keeps a media if the gate would let it into a post of this user. When this returns {@link Outcome.Kept}, that is durable.
   * Keeping it again changes nothing. A media that is still in the first moments of its processing is waited for, as a post does.
   */
  public Outcome keep(UserId user, MediaId id) {
    var gate = new PostGate(user);
    return switch (firstMoments.pass(() -> repository.keep(id, user, gate), KeepMedia::refusal)) {
      case GateOutcome.Open(List<Media> media) -> new Outcome.Kept(media.getFirst(), repository.variants(id));
      case GateOutcome.Refusal refusal -> new Outcome.Refused(refusal);
    };
  }

  private static Optional<GateOutcome.Refusal> refusal(GateOutcome outcome) {
    return outcome instanceof GateOutcome.Refusal refusal ? Optional.of(refusal) : Optional.empty();
  }

  /**
   * Ends it: what nothing else holds expires after {@code expiry.detached}.
   *
   * @return false when there is no such media
   */
  public boolean release(MediaId id) {
    return repository.unkeep(id, expiry.detached());
  }
}
