package io.safelight.media;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The jobs that workers claim. A claim is a lease: it ends by {@link #succeed}, {@link #fail}, {@link #release}, or when no
 * heartbeat came for the length of the lease, and then anybody may claim the job again. Every write is fenced by owner and
 * attempt, so that a worker that lost its lease changes nothing. The job and the media it belongs to change in one transaction.
 * Each method is one transaction, durable when it returns. Thread-safe.
 */
public interface JobQueue {

  /**
   * Takes up to {@code max} due jobs of a lane and moves their media to {@code IN_PROGRESS}. Uploaders take turns, and the jobs
   * of one are taken the oldest first. Jobs whose lease ran out are due as well; taking one over counts as an interruption.
   */
  List<ClaimedJob> claim(String owner, Lane lane, int max, Duration lease);

  /**
   * Heartbeat: extends the lease and records progress; a percentage below the recorded one is ignored.
   *
   * @return false when the lease is lost and the worker must stop
   */
  boolean heartbeat(ClaimedJob job, int progressPercent, Duration lease);

  /**
   * Publishes: the media becomes {@code SUCCEEDED} with these variants, the job ends, and the keys that are no longer needed
   * become garbage.
   *
   * @param source key of the source blob to keep; null when the source is not kept
   * @param expires when the media goes unless it is used; null for never
   * @return false when the lease is lost: nothing was published
   */
  boolean succeed(
      ClaimedJob job, MediaFacts facts, List<Variant> variants, @Nullable String source, @Nullable Instant expires);

  /**
   * The media becomes {@code FAILED}, the job ends, and its segments become garbage.
   *
   * @return false when the lease is lost
   */
  boolean fail(ClaimedJob job, MediaError error, @Nullable Instant expires);

  /**
   * Gives a job back.
   *
   * @param runAt not to be claimed before
   * @param why what it is counted as
   * @return false when the lease is lost
   */
  boolean release(ClaimedJob job, Instant runAt, ReleaseReason why);

  /**
   * Gives a job back to another lane, at once and uncounted: it was found to be longer than its lane allows.
   *
   * @return false when the lease is lost
   */
  boolean moveTo(ClaimedJob job, Lane lane);

  /**
   * Makes every claimed job due again and counts an interruption for each. Only for the holder of the data folder, at start:
   * nobody else can be running them.
   *
   * @return how many there were
   */
  int reclaimAll();

  /** Jobs of a lane that nobody has claimed. */
  int waiting(Lane lane);

  /** What will be worked on before the job of this media; {@link Backlog#NONE} when it has no waiting job. */
  Backlog ahead(MediaId id);

  /** Why a job is given back. */
  enum ReleaseReason {
    /** The attempt failed by the server's fault; counts towards the limit of failures. */
    FAILURE,
    /** The process was killed from outside, perhaps for what it was given; counts towards the much larger limit of interruptions. */
    INTERRUPTION,
    /** The server stops because it was told to. Not counted, as that says nothing about the media. */
    SHUTDOWN,
    /**
     * The server cannot work at present, whatever the media: a full disk, an ffmpeg that does not start. Not counted, because no
     * number of such attempts says anything about the media.
     */
    OUTAGE
  }
}
