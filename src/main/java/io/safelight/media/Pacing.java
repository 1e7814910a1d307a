package io.safelight.media;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Decides what an unfinished media tells its pollers: a percentage that rises, and when to ask again.
 *
 * <p>Some clients give up after a number of polls that show no progress (Twitter4J: 20 in the life of a media, counted over all of
 * it). So that a client that obeys {@code check_after_secs} sees the same percentage at most 15 times, a percentage must always have
 * room to rise, also when nothing moves any more. It is a sum of three parts, none of which ever falls:
 *
 * <ul>
 *   <li>time: one percent for every 30 s since FINALIZE;
 *   <li>the queue: up to {@value #MAX_QUEUE_PERCENT} for the share of the jobs ahead that have gone;
 *   <li>work: what the job has done, scaled to the room that is left when the first attempt begins and 30 minutes ({@code
 *       processing.timeout} as it comes) are set aside for standing still: 46 percent for a job that need not wait, less for
 *       one that did, nothing after 23 minutes.
 * </ul>
 *
 * <p>And each poll that could show nothing new lengthens the interval, up to 30 s, so that polls never outrun the time: by the
 * seventh, every later poll shows something new until 99 percent are reached, and then eight more may follow.
 *
 * <p>What this guarantees, whatever queue and job do (run ahead and stand still, begin anew, never begin): no more than 15 polls
 * without news until 30 minutes after a worker first took the job, or {@link #HOLDS} after FINALIZE, whichever comes first. A job
 * that has done less has longer. No schedule can hold for an hour: with whole percents below 100 and intervals of up
 * to 30 s, 99 polls that show something new and 15 that do not are over after 57 minutes. From then on the media stays at 99
 * percent and is asked for every 30 s until it ends.
 *
 * <p>The percentage is a function of the media's row and the time alone, so that it survives a restart and is the same on every
 * node. The interval is not: a restart forgets how many polls had no news, and may cost seven more of them. A client that
 * asks before its time is not counted. Not thread-safe: guarded by its entry in {@link StatusReader}.
 */
final class Pacing {
  static final int MAX_CHECK_AFTER = 30;
  private static final int MAX_UNFINISHED_PERCENT = 99;
  private static final int STEP_SECONDS = 30;
  /** The most that {@link #queuePercent} gives. */
  private static final int MAX_QUEUE_PERCENT = 12;
  /** Polls at the longest interval that may see 99 percent again, after those without news that made the interval so long. */
  private static final int LAST_POLLS = 7;
  /** Percents for the time in which a job may stand still. */
  private static final int RESERVE = (int) Duration.ofMinutes(30).toSeconds() / STEP_SECONDS;
  /** How long after FINALIZE a client sees at most 15 polls without news of a media that nobody works on. */
  static final Duration HOLDS =
      Duration.ofSeconds((long) STEP_SECONDS * (MAX_UNFINISHED_PERCENT + LAST_POLLS - MAX_QUEUE_PERCENT));
  /** From here on the rate so far says how long the rest takes. */
  private static final int TRUSTED_PERCENT = 15;
  /** Polls without news that are free; from then on the interval doubles. */
  private static final int FREE_UNCHANGED = 2;

  private int shownPercent = -1;
  private int unchanged;
  private @Nullable Instant nextPoll;

  /** What the answer to a poll says. */
  ProcessingInfo poll(Media media, Backlog ahead, JobPace pace, Instant now) {
    int percent = Math.max(shownPercent, percent(media, now));
    boolean obeys = nextPoll == null || !now.isBefore(nextPoll);
    if (obeys) {
      unchanged = percent == shownPercent ? unchanged + 1 : unchanged;
    }
    shownPercent = percent;
    int patience = unchanged <= FREE_UNCHANGED ? 1 : 1 << Math.min(unchanged - FREE_UNCHANGED, 5);
    int checkAfter = Math.min(MAX_CHECK_AFTER, Math.max(patience, halfOfRemaining(media, ahead, pace, now)));
    if (obeys) {
      // A client's clock and ours differ by the way of the answer: one that is early by less than a tenth still obeys.
      nextPoll = now.plusMillis(checkAfter * 900L);
    }
    return unfinished(media, percent, checkAfter);
  }

  /** What an answer says that is no poll, such as that to FINALIZE. */
  ProcessingInfo glance(Media media, Backlog ahead, JobPace pace, Instant now) {
    if (media.state().isFinished()) {
      return end(media);
    }
    int checkAfter = Math.min(MAX_CHECK_AFTER, halfOfRemaining(media, ahead, pace, now));
    return unfinished(media, Math.max(shownPercent, percent(media, now)), checkAfter);
  }

  static ProcessingInfo uploading() {
    return new ProcessingInfo(ProcessingInfo.State.PENDING, 0, OptionalInt.of(MAX_CHECK_AFTER), null);
  }

  /** What the answer to any poll of a finished media says; a failed one keeps the percentage it had come to. */
  ProcessingInfo end(Media media) {
    Instant finished = media.times().finished();
    int reached = finished == null ? shownPercent : Math.max(shownPercent, percent(media, finished));
    int percent = media.state() == MediaState.SUCCEEDED ? 100 : Math.max(0, reached);
    return new ProcessingInfo(
        ProcessingInfo.State.of(media), percent, OptionalInt.empty(), media.error());
  }

  private static ProcessingInfo unfinished(Media media, int percent, int checkAfter) {
    return new ProcessingInfo(
        ProcessingInfo.State.of(media), percent, OptionalInt.of(checkAfter), null);
  }

  /**
   * What a queue that has moved so far adds to the percentage. It is no function of the row: who shows it has to note it there
   * before, see {@link MediaRepository#noteQueuePercent}.
   */
  static int queuePercent(Media media, Backlog ahead) {
    if (media.queuedAhead() == 0) {
      return 0;
    }
    int moved = Math.max(0, media.queuedAhead() - ahead.waiting());
    return MAX_QUEUE_PERCENT * moved / media.queuedAhead();
  }

  private static int percent(Media media, Instant now) {
    Instant finalized = media.times().finalized();
    if (finalized == null) {
      return 0;
    }
    long sum = steps(finalized, now) + media.queuePercent() + workPercent(media, finalized);
    return (int) Math.min(MAX_UNFINISHED_PERCENT, sum);
  }

  private static long workPercent(Media media, Instant finalized) {
    // The first start and not the last: what was shown of an earlier attempt is not taken back.
    Instant started = media.times().started();
    if (started == null) {
      return 0;
    }
    long used = steps(finalized, started) + media.queuePercent();
    long room = Math.max(0, MAX_UNFINISHED_PERCENT + LAST_POLLS - RESERVE - used);
    return room * Math.min(media.progressPercent(), MAX_UNFINISHED_PERCENT) / MAX_UNFINISHED_PERCENT;
  }

  private static long steps(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toSeconds()) / STEP_SECONDS;
  }

  /**
   * Half of the time that is expected to be left, at least a second. Half, so that a guess that is twice too long makes nobody
   * late by more than the media itself took.
   */
  private static int halfOfRemaining(Media media, Backlog ahead, JobPace pace, Instant now) {
    MediaKind kind = media.category().kind();
    double typical = pace.seconds(kind, media.totalBytes());
    double remaining;
    Instant attemptStarted = media.times().attemptStarted();
    if (media.state() == MediaState.PENDING || attemptStarted == null) {
      remaining = pace.secondsUntilStart(kind, ahead) + typical;
    } else {
      double elapsed = Math.max(0, Duration.between(attemptStarted, now).toMillis() / 1000.0);
      int percent = media.progressPercent();
      double guess = Math.max(typical - elapsed, typical / 4);
      if (percent < TRUSTED_PERCENT) {
        // Reading and probing count as time but not as progress: the first percents say little.
        guess = Math.max(guess, elapsed * 2);
      }
      double extrapolated = percent == 0 ? guess : elapsed * (100 - percent) / percent;
      if (!attemptStarted.equals(media.times().started())) {
        // The percentage may be that of an earlier attempt, from which this one has yet to catch up.
        extrapolated = Math.max(extrapolated, guess);
      }
      remaining = percent < TRUSTED_PERCENT ? Math.min(extrapolated, guess) : extrapolated;
    }
    return (int) Math.max(1, Math.min(MAX_CHECK_AFTER, Math.round(remaining / 2)));
  }
}
