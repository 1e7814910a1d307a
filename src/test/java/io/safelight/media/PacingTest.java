package io.safelight.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongToIntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacingTest {
  private static final Instant START = TestMediaRows.CREATED;

  private final JobPace pace = new JobPace(_ -> 1);

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 60, 120, 600, 1500, 2820})
  void a_client_that_obeys_sees_at_most_fifteen_unchanged_percentages_while_queued(int queuedSeconds) {
    Polls polls = obey(Duration.ofSeconds(queuedSeconds), now -> TestMediaRows.queued(3), behind(3));

    assertThat(polls.unchanged).isLessThanOrEqualTo(15);
  }

  @Test
  void the_same_holds_for_a_queue_that_moves_fast_and_then_stands_still() {
    Polls polls =
        obey(
            Pacing.HOLDS,
            now -> {
              int gone = (int) Math.min(9, Duration.between(START, now).toSeconds());
              Media media = TestMediaRows.queued(9);
              return media.withQueuePercent(Percentage.ofQueue(media, behind(9 - gone)));
            },
            behind(0));

    assertThat(polls.unchanged).isLessThanOrEqualTo(15);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 60, 120, 600, 1500, 2820})
  void the_same_holds_for_a_job_whose_progress_never_moves(int seconds) {
    Polls polls = obey(Duration.ofSeconds(seconds), new SimulatedJob(0, _ -> 0), Backlog.NONE);

    assertThat(polls.unchanged).isLessThanOrEqualTo(15);
  }

  @ParameterizedTest
  @CsvSource({"0, 99, 1", "0, 99, 600", "0, 50, 20", "0, 10, 5", "0, 97, 1500", "5, 99, 3", "10, 60, 60", "17, 99, 10", "40, 99, 10"})
  void the_same_holds_for_a_job_that_runs_ahead_and_stands_still_while_there_is_room(
      int minutesQueued, int reached, int inSeconds) {
    int waited = minutesQueued * 2;
    int room = 99 - waited - (99 - waited) * reached / 99;
    Duration length = Duration.ofMinutes(minutesQueued).plusSeconds(inSeconds + 30L * (room + 7));

    Polls polls =
        obey(
            length,
            new SimulatedJob(minutesQueued * 60, worked -> (int) Math.min(reached, reached * worked / inSeconds)),
            behind(3));

    assertThat(polls.unchanged).isLessThanOrEqualTo(15);
  }

  @ParameterizedTest
  @ValueSource(ints = {18, 27, 31, 45, 59, 90, 300})
  void the_same_holds_for_a_job_that_moves_slowly(int secondsForAPercent) {
    Polls polls =
        obey(
            Duration.ofMinutes(30),
            new SimulatedJob(0, worked -> (int) Math.min(99, worked / secondsForAPercent)),
            Backlog.NONE);

    assertThat(polls.unchanged).isLessThanOrEqualTo(15);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void the_same_holds_for_a_job_that_moves_by_fits_and_starts(int seed) {
    var random = new Random(seed);
    var percent = new AtomicInteger();

    Polls polls =
        obey(
            Duration.ofMinutes(20),
            new SimulatedJob(
                random.nextInt(10) * 60,
                _ -> random.nextInt(40) == 0 ? percent.addAndGet(random.nextInt(3)) : percent.get()),
            behind(3));

    assertThat(polls.unchanged).isLessThanOrEqualTo(15);
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 60, 600, 1500})
  void a_job_that_moves_shows_its_work_and_nothing_else(int seconds) {
    var job = new SimulatedJob(0, worked -> (int) Math.min(99, worked * 99 / seconds));
    for (int second = 0; second <= seconds; second++) {
      Instant now = START.plusSeconds(second);
      Media media = job.apply(now);

      assertThat(percent(media, now)).isBetween(media.progressPercent(), media.progressPercent() + 1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 8, 30, 300, 1200})
  void a_steady_job_needs_few_polls_and_its_end_is_learned_in_time(int seconds) {
    Polls polls =
        obey(
            Duration.ofSeconds(seconds),
            new SimulatedJob(0, worked -> (int) Math.min(99, worked * 100 / seconds)),
            Backlog.NONE);

    assertThat(polls.unchanged).isLessThanOrEqualTo(15);
    assertThat(polls.lateness).isLessThanOrEqualTo(Duration.ofSeconds(Math.max(5, seconds / 4)));
  }

  @Test
  void what_waits_longer_than_that_stays_just_below_the_end() {
    ProcessingInfo info = new Pacing().poll(TestMediaRows.queued(3), behind(3), pace, START.plus(Duration.ofDays(7)));

    assertThat(info.state()).isEqualTo(ProcessingInfo.State.PENDING);
    assertThat(info.progressPercent()).isEqualTo(99);
    assertThat(info.checkAfterSecs()).isPresent();
  }

  @Test
  void the_percentage_never_falls_when_a_job_is_taken_over() {
    var pacing = new Pacing();
    ProcessingInfo before = pacing.poll(TestMediaRows.running(70, START), Backlog.NONE, pace, START.plusSeconds(10));
    ProcessingInfo after = pacing.poll(TestMediaRows.running(5, START), Backlog.NONE, pace, START.plusSeconds(20));

    assertThat(before.progressPercent()).isEqualTo(70);
    assertThat(after.progressPercent()).isEqualTo(70);
  }

  @Test
  void a_queue_that_moves_counts_and_one_that_grew_takes_nothing_back() {
    Media media = TestMediaRows.queued(9);

    assertThat(Percentage.ofQueue(media, behind(9))).isZero();
    assertThat(Percentage.ofQueue(media, behind(1))).isEqualTo(10);
    assertThat(Percentage.ofQueue(media, behind(20))).isZero();
    assertThat(percent(media.withQueuePercent(10), START.plusSeconds(30))).isEqualTo(11);
  }

  @Test
  void who_has_never_seen_a_media_shows_no_less_of_it_at_any_time() {
    var random = new Random(3);
    var percent = new AtomicInteger();
    var job = new SimulatedJob(90, _ -> random.nextInt(50) == 0 ? percent.addAndGet(random.nextInt(5)) : percent.get());
    int shown = 0;
    for (int second = 0; second < 3600; second += 7) {
      Instant now = START.plusSeconds(second);
      int seen = percent(job.apply(now), now);
      assertThat(seen).isBetween(shown, 99);
      shown = seen;
    }
    Instant end = START.plusSeconds(3600);
    Media failed = TestMediaRows.failed(job.apply(end), end);
    assertThat(new Pacing().end(failed).progressPercent()).isGreaterThanOrEqualTo(shown);
  }

  @Test
  void a_job_that_waits_for_a_long_one_to_end_says_so() {
    Media small = TestMediaRows.queuedVideo(1 << 20);

    int alone = new Pacing().poll(small, Backlog.NONE, pace, START).checkAfterSecs().orElseThrow();
    int behindLong =
        new Pacing().poll(small, new Backlog(Lane.VIDEO, 0, 1, 80 << 20), pace, START).checkAfterSecs().orElseThrow();

    assertThat(alone).isEqualTo(1);
    assertThat(behindLong).isGreaterThan(10);
  }

  @Test
  void a_large_upload_is_asked_for_less_often_than_a_small_one() {
    int small = new Pacing().poll(TestMediaRows.queuedVideo(1 << 20), Backlog.NONE, pace, START).checkAfterSecs().orElseThrow();
    int large = new Pacing().poll(TestMediaRows.queuedVideo(80 << 20), Backlog.NONE, pace, START).checkAfterSecs().orElseThrow();

    assertThat(small).isLessThan(large);
  }

  @Test
  void an_impatient_client_does_not_lengthen_the_interval_for_others() {
    var pacing = new Pacing();
    Media media = TestMediaRows.running(50, START);
    int first = pacing.poll(media, Backlog.NONE, pace, START.plusSeconds(2)).checkAfterSecs().orElseThrow();
    int last = first;
    for (int i = 0; i < 1000; i++) {
      last = pacing.poll(media, Backlog.NONE, pace, START.plusSeconds(2).plusMillis(i / 10)).checkAfterSecs().orElseThrow();
    }

    assertThat(last).isEqualTo(first);
  }

  @Test
  void waiting_is_remembered_by_a_node_that_has_never_seen_the_media() {
    Media media = TestMediaRows.queued(0);

    int seen = new Pacing().poll(media, Backlog.NONE, pace, START.plusSeconds(300)).progressPercent();
    int seenElsewhere = new Pacing().poll(media, Backlog.NONE, pace, START.plusSeconds(301)).progressPercent();

    assertThat(seen).isEqualTo(10);
    assertThat(seenElsewhere).isGreaterThanOrEqualTo(seen);
  }

  @Test
  void time_between_attempts_is_not_taken_for_work() {
    Instant claimedAgain = START.plusSeconds(120);

    int again = checkAfter(TestMediaRows.runningAgain(20, claimedAgain), claimedAgain.plusSeconds(2));

    assertThat(again).isEqualTo(checkAfter(TestMediaRows.running(20, claimedAgain), claimedAgain.plusSeconds(2)));
  }

  @Test
  void the_percentage_of_an_earlier_attempt_does_not_promise_an_early_end() {
    for (int i = 0; i < 30; i++) {
      pace.observe(MediaKind.VIDEO, 1, Duration.ofSeconds(40));
    }
    Instant claimedAgain = START.plusSeconds(120);

    int again = checkAfter(TestMediaRows.runningAgain(90, claimedAgain), claimedAgain.plusSeconds(2));

    assertThat(again).isBetween(15, 20);
  }

  private int percent(Media media, Instant now) {
    return new Pacing().glance(media, Backlog.NONE, pace, now).progressPercent();
  }

  private int checkAfter(Media media, Instant now) {
    return new Pacing().glance(media, Backlog.NONE, pace, now).checkAfterSecs().orElseThrow();
  }

  private static Backlog behind(int waiting) {
    return new Backlog(Lane.VIDEO, waiting, 1, 1);
  }

  /** Polls as a client does that obeys every answer, until the media has been in this state for so long. */
  private Polls obey(Duration length, Function<Instant, Media> states, Backlog ahead) {
    var pacing = new Pacing();
    var polls = new Polls();
    Instant now = START;
    Instant end = START.plus(length);
    int shown = -1;
    while (now.isBefore(end)) {
      ProcessingInfo info = pacing.poll(states.apply(now), ahead, pace, now);
      polls.unchanged += info.progressPercent() == shown ? 1 : 0;
      assertThat(info.progressPercent()).isBetween(Math.max(0, shown), 99);
      shown = info.progressPercent();
      int checkAfter = info.checkAfterSecs().orElseThrow();
      assertThat(checkAfter).isBetween(1, 30);
      now = now.plusSeconds(checkAfter);
    }
    polls.lateness = Duration.between(end, now);
    return polls;
  }

  /** The row of a media whose job begins after so many seconds and comes to a percentage that is looked at each second. */
  private static final class SimulatedJob implements Function<Instant, Media> {
    private final Instant begins;
    private final LongToIntFunction progress;
    private Instant seen = START;
    private Media media = TestMediaRows.queued(3).withQueuePercent(4);

    SimulatedJob(int secondsQueued, LongToIntFunction progress) {
      this.begins = START.plusSeconds(secondsQueued);
      this.progress = progress;
    }

    @Override
    public Media apply(Instant now) {
      for (; !seen.isAfter(now); seen = seen.plusSeconds(1)) {
        if (seen.equals(begins)) {
          media = TestMediaRows.running(0, begins).withQueuePercent(begins.equals(START) ? 0 : media.queuePercent());
        }
        long worked = Duration.between(begins, seen).toSeconds();
        int percent = worked < 0 ? 0 : progress.applyAsInt(worked);
        if (percent > media.progressPercent()) {
          media = media.risenTo(Math.min(99, percent), seen);
        }
      }
      return media;
    }
  }

  private static final class Polls {
    int unchanged;
    Duration lateness = Duration.ZERO;
  }
}
