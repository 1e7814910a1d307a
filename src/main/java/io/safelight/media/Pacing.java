package io.safelight.media;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Decides what an unfinished media tells its pollers: a {@link Percentage} that rises, and when to ask again.
 *
 * <p>Some clients give up after a number of polls that show no progress (Twitter4J: 20 in the life of a media, counted over all of
 * it). A client that obeys {@code check_after_secs} sees the same percentage at most 15 times: each poll that could show nothing new
 * lengthens the interval, up to the 30 s after which a percentage rises by itself, so that by the seventh, every later poll shows
 * something new until 99 percent are reached, and then eight more may follow.
 *
 * <p>That is at most 57 minutes for any schedule of whole percents below 100 and intervals of up to 30 s. Here it is {@link #HOLDS}
 * for a media that waits; as long as it takes for a job that moves at least a percent in 30 s; and half a minute for each percent
 * that is left, and four minutes more, for a job that stands still. What needs longer stays at 99 percent and is asked for every
 * 30 s until it ends.
 *
 * <p>The interval is no function of the row: a restart forgets how many polls had no news, and may cost seven more of them. A
 * client that asks before its time is not counted. Not thread-safe: guarded by its entry in {@link StatusReader}.
 */
final class Pacing {
  static final int MAX_CHECK_AFTER = 30;
  /** Polls at the longest interval that may see 99 percent again, after those without news that made the interval so long. */
  private static final int LAST_POLLS = 7;
  /** How long after FINALIZE a client sees at most 15 polls without news of a media that nobody works on. */
  static final Duration HOLDS =
      Duration.ofSeconds((long) Percentage.STEP_SECONDS * (Percentage.MAX + LAST_POLLS - Percentage.MAX_QUEUE));
  /** From here on the rate so far says how long the rest takes. */
  private static final int TRUSTED_PERCENT = 15;
  /** Polls without news that are free; from then on the interval doubles. */
  private static final int FREE_UNCHANGED = 2;

  private int shownPercent = -1;
  private int unchanged;
  private @Nullable Instant nextPoll;

  /** What the answer to a poll says. */
  ProcessingInfo poll(Media media, Backlog ahead, JobPace pace, Instant now) {
    int percent = Math.max(shownPercent, Percentage.of(media, now));
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
    return unfinished(media, Math.max(shownPercent, Percentage.of(media, now)), checkAfter);
  }

  /**
   * What is said of an upload that goes on.
   *
   * @param percent of its processing that is done already
   */
  static ProcessingInfo uploading(int percent) {
    return new ProcessingInfo(ProcessingInfo.State.PENDING, percent, OptionalInt.of(MAX_CHECK_AFTER), null);
  }

  /** What the answer to any poll of a finished media says; a failed one keeps the percentage it had come to. */
  ProcessingInfo end(Media media) {
    Instant finished = media.times().finished();
    int reached = finished == null ? shownPercent : Math.max(shownPercent, Percentage.of(media, finished));
    int percent = media.state() == MediaState.SUCCEEDED ? 100 : Math.max(0, reached);
    return new ProcessingInfo(
        ProcessingInfo.State.of(media), percent, OptionalInt.empty(), media.error());
  }

  private static ProcessingInfo unfinished(Media media, int percent, int checkAfter) {
    return new ProcessingInfo(
        ProcessingInfo.State.of(media), percent, OptionalInt.of(checkAfter), null);
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
