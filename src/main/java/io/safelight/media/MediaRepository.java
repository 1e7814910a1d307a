package io.safelight.media;

import io.safelight.config.Ladder;
import io.safelight.error.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps media and their segments. Each method is one transaction: when it returns, its effect is durable; when it throws, it had
 * none. The media row is the arbiter: every write to a media first updates that row, so that an APPEND and a FINALIZE of one
 * media are always one after the other. Thread-safe; may be called from virtual threads.
 *
 * <p>All methods throw {@link StoreException} when the store cannot do its work.
 */
public interface MediaRepository {

  /** INIT: creates an open upload and reserves its bytes. */
  Admission.Outcome create(NewMedia media, Admission admission);

  /**
   * The media as last committed; empty when it is unknown, deleted, or expired and not yet deleted. Not for ids that a user
   * named: see {@link #findUsable}.
   */
  Optional<Media> find(MediaId id);

  /**
   * The media if this user is one of its {@link Owners}. For everybody else it is as if it were not there, and is looked for in
   * the same way: its row is never read to be thrown away afterwards, which could be told from the time that it takes.
   */
  Optional<Media> findUsable(MediaId id, UserId user);

  /** The media if this user uploaded it; otherwise as {@link #findUsable}. */
  Optional<Media> findUploaded(MediaId id, UserId uploader);

  /** What can be fetched under this slug; empty unless the media has succeeded, and under the same conditions as {@link #find}. */
  Optional<PublishedMedia> findPublished(String slug);

  /** Segments in order of their index. */
  List<Segment> segments(MediaId id);

  Optional<Segment> segment(MediaId id, int index);

  /** Variants in the order in which they were published. */
  List<Variant> variants(MediaId id);

  /**
   * APPEND: records a segment whose bytes are durable already. A segment of the same index is replaced and its key becomes
   * garbage in the same transaction.
   */
  AppendOutcome append(MediaId id, Segment segment);

  /**
   * FINALIZE: when all bytes are there, moves the media to {@code PENDING}, stops its expiry and inserts its job.
   * Costs the same for any number of segments.
   */
  FinalizeOutcome finalizeUpload(MediaId id, Lane lane);

  /**
   * Deletes an upload that cannot go on, and thereby what it has reserved; all its keys become garbage in the same transaction,
   * whether a row names them or not. One that was finalized is left as it is, and so is one that is gone.
   */
  void abandon(MediaId id);

  /**
   * Notes what pollers are about to be shown for the movement of the queue, so that nothing less is shown after a restart. Changes
   * nothing where as much was noted before, and nothing that a client sees.
   */
  void noteQueuePercent(MediaId id, int percent);

  /**
   * Sets or removes the description.
   *
   * @return false when the media is gone
   */
  boolean describe(MediaId id, @Nullable String altText);

  /**
   * Holds a media for a product that keeps posts in its own database, under the rules of {@link MediaGate}.
   *
   * @param user on whose behalf; the gate does not see a media that is not this user's to use
   */
  GateOutcome keep(MediaId id, UserId user, MediaGate gate);

  /**
   * Ends {@link #keep}; expiry starts when nothing else holds the media.
   *
   * @return false when the media is gone
   */
  boolean unkeep(MediaId id, Duration retention);

  /**
   * Deletes media whose time is over and that nothing holds and nobody processes. All their keys become garbage in the same
   * transaction.
   *
   * @param max how many at most
   * @return what was deleted
   */
  List<MediaId> deleteExpired(Instant now, int max);

  /**
   * Deletes a media in whatever state it is, with its job and its place in posts, which stay without it. All its keys become
   * garbage in the same transaction, and whoever works on it finds the lease lost.
   *
   * @param evenIfHeld also when a post or a product holds it
   */
  Deletion delete(MediaId id, boolean evenIfHeld);

  /**
   * Has media processed again: one that failed as if it had just been finalized, of a video that has succeeded all but what its
   * first job made. Asking twice is asking once.
   *
   * @param ladder of sizes; null for the configured one
   * @return what came of it, for each media in order
   */
  List<Reprocessing> reprocess(List<MediaId> ids, @Nullable Ladder ladder);

  /**
   * Media that have failed or, unless those are not wanted, succeeded, by rising id.
   *
   * @param after only those with a higher id; 0 for the first
   * @param max how many at most
   */
  List<MediaId> finished(long after, boolean onlyFailed, int max);

  /**
   * Of the uploads of one user that were refused, whose segments are kept, keeps those of the latest, at most a hundred: the segments
   * of the others become garbage. Uploads that failed by the server's fault are left as they are.
   *
   * @param most bytes of all of them together
   */
  void keepRejected(UserId uploader, long most);

  /** All keys that the rows of this media name: segments, variants and subtitles. */
  List<String> namedKeys(MediaId id);
}
