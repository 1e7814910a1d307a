package io.safelight.media;

import java.time.Duration;
import java.time.Instant;

/**
 * The percentage of an unfinished media, a function of its row and the time alone, so that it survives a restart and is the same on
 * every node. It never falls, and it says how much of the work is done, but for two things that keep it rising where no work is
 * done that it could tell of:
 *
 * <ul>
 *   <li>waiting: one percent for every 30 s from FINALIZE until a worker first takes the job, and up to {@value #MAX_QUEUE} for the
 *       share of the jobs ahead that have gone. The work is scaled to what is left above that;
 *   <li>standing still: one percent for every 30 s in which the work brought none. A job that moves by a percent in each 30 s
 *       shows nothing but its work.
 * </ul>
 */
final class Percentage {
  /** The most that is shown before the end. */
  static final int MAX = 99;

  static final int STEP_SECONDS = 30;

  /** The most that {@link #ofQueue} gives. */
  static final int MAX_QUEUE = 12;

  private Percentage() {}

  /**
   * What a queue that has moved so far adds to the percentage. It is no function of the row: who shows it has to note it there
   * before, see {@link MediaRepository#noteQueuePercent}.
   */
  static int ofQueue(Media media, Backlog ahead) {
    if (media.queuedAhead() == 0) {
      return 0;
    }
    int moved = Math.max(0, media.queuedAhead() - ahead.waiting());
    return MAX_QUEUE * moved / media.queuedAhead();
  }

  static int of(Media media, Instant now) {
    Instant finalized = media.times().finalized();
    if (finalized == null) {
      return 0;
    }
    Instant progressed = media.times().progressed();
    if (progressed == null) {
      return atMost(steps(finalized, now) + media.queuePercent());
    }
    long work = work(media, media.progressPercent());
    return atMost(waited(media) + work + media.idlePercent() + steps(progressed, now));
  }

  /** A media whose work has come to a higher percentage: what time had added meanwhile is settled, so that nothing falls. */
  static Media risen(Media media, int percent, Instant now) {
    Instant progressed = media.times().progressed();
    if (progressed == null) {
      return media.withProgress(percent, media.idlePercent(), now);
    }
    long steps = steps(progressed, now);
    long gain = work(media, percent) - work(media, media.progressPercent());
    if (gain > steps) {
      return media.withProgress(percent, media.idlePercent(), now);
    }
    // The steps go on from where they were and not from now: work that is slower than they are must not hold them up.
    long idle = Math.min(MAX, media.idlePercent() + steps - gain);
    return media.withProgress(percent, (int) idle, progressed.plusSeconds(steps * STEP_SECONDS));
  }

  private static long work(Media media, int percent) {
    return (MAX - waited(media)) * Math.min(percent, MAX) / MAX;
  }

  /** What was shown when a worker first took the job. */
  private static long waited(Media media) {
    Instant finalized = media.times().finalized();
    Instant started = media.times().started();
    return finalized == null || started == null ? 0 : atMost(steps(finalized, started) + media.queuePercent());
  }

  private static int atMost(long percent) {
    return (int) Math.min(MAX, percent);
  }

  private static long steps(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toSeconds()) / STEP_SECONDS;
  }
}
