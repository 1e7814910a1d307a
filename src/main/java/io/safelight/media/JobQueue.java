package io.safelight.media;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The jobs that workers claim. A claim is a lease: it ends by {@link #succeed}, {@link #fail}, {@link #release}, or when no
 * heartbeat came for the length of the lease, and then anybody may claim the job again. Every write is fenced by owner and
 * attempt, so that a worker that lost its lease changes nothing. The job and the media it belongs to change in one transaction;
 * a {@link JobKind#REST} or {@link JobKind#REPROCESS} job leaves state, progress and error of its media as they are.
 * Each method is one transaction, durable when it returns. Thread-safe.
 */
public interface JobQueue {

  /**
   * Takes up to {@code max} due jobs of a lane; the media of those that are {@link JobKind#PRIMARY} become {@code IN_PROGRESS}. Uploaders take turns, and the jobs
   * of one are taken the oldest first. Jobs whose lease ran out are due as well; taking one over counts as an interruption.
   * None of {@link Lane#REST} is due while one of {@link Lane#VIDEO} waits, and none of {@link Lane#REPROCESS} while one of either
   * does.
   */
  List<ClaimedJob> claim(String owner, Lane lane, int max, Duration lease);

  /**
   * Heartbeat: extends the lease and records the progress of a {@link JobKind#PRIMARY} job; a percentage below the recorded one is ignored.
   *
   * @return false when the lease is lost and the worker must stop
   */
  boolean heartbeat(ClaimedJob job, int progressPercent, Duration lease);

  /**
   * Publishes what a {@link JobKind#PRIMARY} job made: the media becomes {@code SUCCEEDED} with these variants, and the job ends. With
   * {@link SourceUse#REST} a {@link JobKind#REST} job is inserted, due at once.
   *
   * @param source what becomes of the segments
   * @param expires when the media goes unless it is used; null for never
   * @return false when the lease is lost: nothing was published
   */
  boolean succeed(
      ClaimedJob job, MediaFacts facts, List<Variant> variants, SourceUse source, @Nullable Instant expires);

  /**
   * Ends a {@link JobKind#PRIMARY} job: the media becomes {@code FAILED}.
   *
   * @param source what becomes of the segments
   * @return false when the lease is lost
   */
  boolean fail(ClaimedJob job, MediaError error, SourceUse source, @Nullable Instant expires);

  /**
   * Ends a {@link JobKind#REST} job, or a {@link JobKind#REPROCESS} job that came to nothing: the media gets these variants beside those that it has.
   *
   * @param variants none when the job came to nothing
   * @param source what becomes of the segments
   * @return false when the lease is lost, or the media is gone: nothing was published
   */
  boolean complete(ClaimedJob job, List<Variant> variants, SourceUse source);

  /**
   * Ends a {@link JobKind#REPROCESS} job: these variants take the place of all but those that the {@link JobKind#PRIMARY} job made.
   * The keys of those that are replaced become garbage in the same transaction.
   *
   * @param variants whose names the media never had
   * @param source what becomes of the segments
   * @return false when the lease is lost, or the media is gone: nothing was published
   */
  boolean replace(ClaimedJob job, List<Variant> variants, SourceUse source);

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

  /** What will be worked on before the primary job of this media; {@link Backlog#NONE} when none of it waits. */
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
