package io.safelight.media;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Decides what an unfinished media tells its pollers: a percentage that rises, and when to ask again.
 *
 * <p>Some clients give up after a number of polls that show no progress (Twitter4J: 20 in the life of a media, counted over all of
 * it). So that a client that obeys {@code check_after_secs} sees the same percentage at most 15 times:
 *
 * <ul>
 *   <li>waiting counts as progress: one percent for every 15 s of the first five minutes, then one for every 30 s, up to 99; and
 *       a queue that moves counts as well;
 *   <li>each poll that could show nothing new lengthens the interval, up to 30 s, so that polls never outrun the percentage.
 * </ul>
 *
 * <p>This holds for {@link #HOLDS} after FINALIZE, however long of it a job waits and whether it then begins to move; only one that
 * ran ahead of this schedule and then stands still, until its time limit ends it, may show the same for longer. No schedule can hold it for an hour: with whole percents below 100 and
 * intervals of up to 30 s, 99 polls that show something new and 15 that do not are over after 57 minutes. From then on the media
 * stays at 99 percent and is asked for every 30 s until it ends.
 *
 * <p>Waiting is computed from stored times alone, so that a restart or another node shows at least as much of it. A client that
 * asks before its time is not counted. Not thread-safe: guarded by its entry in {@link StatusReader}.
 */
final class Pacing {
  static final int MAX_CHECK_AFTER = 30;
  private static final int MAX_UNFINISHED_PERCENT = 99;
  private static final int MAX_QUEUE_PERCENT = 30;
  private static final int FAST_STEPS = 20;
  private static final int FAST_STEP_SECONDS = 15;
  private static final int SLOW_STEP_SECONDS = 30;
  /** How long after FINALIZE a client that obeys sees at most 15 polls without news. */
  static final Duration HOLDS = Duration.ofMinutes(48);
  /** From here on the rate so far says how long the rest takes. */
  private static final int TRUSTED_PERCENT = 15;
  /** Polls without news that are free; from then on the interval doubles. */
  private static final int FREE_UNCHANGED = 2;

  private int shownPercent = -1;
  private int unchanged;
  private @Nullable Instant nextPoll;

  /** What the answer to a poll says. */
  ProcessingInfo poll(Media media, Backlog ahead, JobPace pace, Instant now) {
    int percent = Math.max(Math.max(shownPercent, 0), percent(media, ahead, now));
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
    return unfinished(media, Math.max(shownPercent, percent(media, ahead, now)), checkAfter);
  }

  static ProcessingInfo uploading() {
    return new ProcessingInfo(ProcessingInfo.State.PENDING, 0, OptionalInt.of(MAX_CHECK_AFTER), null);
  }

  /** What the answer to any poll of a finished media says; a failed one keeps the percentage it had come to. */
  ProcessingInfo end(Media media) {
    int reached = Math.max(shownPercent, media.progressPercent());
    int percent = media.state() == MediaState.SUCCEEDED ? 100 : reached;
    return new ProcessingInfo(
        ProcessingInfo.State.of(media), percent, OptionalInt.empty(), media.error());
  }

  private static ProcessingInfo unfinished(Media media, int percent, int checkAfter) {
    return new ProcessingInfo(
        ProcessingInfo.State.of(media), percent, OptionalInt.of(checkAfter), null);
  }

  private static int percent(Media media, Backlog ahead, Instant now) {
    int percent = Math.max(media.progressPercent(), waitedPercent(media, now));
    if (media.state() == MediaState.PENDING && media.queuedAhead() > 0) {
      int moved = Math.max(0, media.queuedAhead() - ahead.waiting());
      percent = Math.max(percent, MAX_QUEUE_PERCENT * moved / (media.queuedAhead() + 1));
    }
    return Math.min(percent, MAX_UNFINISHED_PERCENT);
  }

  private static int waitedPercent(Media media, Instant now) {
    Instant finalized = media.times().finalized();
    if (finalized == null) {
      return 0;
    }
    long waited = Math.max(0, Duration.between(finalized, now).toSeconds());
    long fast = Math.min(FAST_STEPS, waited / FAST_STEP_SECONDS);
    long slow = Math.max(0, waited - (long) FAST_STEPS * FAST_STEP_SECONDS) / SLOW_STEP_SECONDS;
    return (int) Math.min(MAX_UNFINISHED_PERCENT, fast + slow);
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
