package io.safelight.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
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
              return media.withQueuePercent(Pacing.queuePercent(media, behind(9 - gone)));
            },
            behind(0));

    assertThat(polls.unchanged).isLessThanOrEqualTo(15);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 60, 120, 600, 1500, 2820})
  void the_same_holds_for_a_job_whose_progress_never_moves(int seconds) {
    Polls polls = obey(Duration.ofSeconds(seconds), now -> TestMediaRows.running(0, START), Backlog.NONE);

    assertThat(polls.unchanged).isLessThanOrEqualTo(15);
  }

  @ParameterizedTest
  @CsvSource({"0, 99, 1", "0, 99, 600", "0, 50, 20", "0, 10, 5", "0, 97, 1500", "5, 99, 3", "10, 60, 60", "17, 99, 10", "40, 99, 10"})
  void the_same_holds_for_a_job_that_runs_ahead_and_stands_still_until_its_time_limit(
      int minutesQueued, int reached, int inSeconds) {
    Instant begins = START.plus(Duration.ofMinutes(minutesQueued));

    Polls polls =
        obey(
            guaranteed(minutesQueued),
            now -> {
              long worked = Duration.between(begins, now).toSeconds();
              return worked < 0
                  ? TestMediaRows.queued(3)
                  : TestMediaRows.running((int) Math.min(reached, reached * worked / inSeconds), begins);
            },
            behind(3));

    assertThat(polls.unchanged).isLessThanOrEqualTo(15);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void the_same_holds_whatever_a_job_does_that_is_tried_again_and_again(int seed) {
    var random = new Random(seed);
    int minutesQueued = random.nextInt(25);
    Instant begins = START.plus(Duration.ofMinutes(minutesQueued));
    var percent = new AtomicInteger();

    Polls polls =
        obey(
            guaranteed(minutesQueued),
            now -> {
              if (now.isBefore(begins)) {
                return TestMediaRows.queued(3);
              }
              if (random.nextInt(4) == 0) {
                percent.set(Math.min(99, percent.get() + random.nextInt(30)));
              }
              Media media = TestMediaRows.running(percent.get(), begins);
              return random.nextInt(3) == 0 ? TestMediaRows.withState(media, MediaState.PENDING) : media;
            },
            behind(3));

    assertThat(polls.unchanged).isLessThanOrEqualTo(15);
  }

  /** How long the promise is kept for a job that waited for so long and was then begun. */
  private static Duration guaranteed(int minutesQueued) {
    Duration limit = Duration.ofMinutes(minutesQueued + 30);
    return limit.compareTo(Pacing.HOLDS) < 0 ? limit : Pacing.HOLDS;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 8, 30, 300, 1200})
  void a_steady_job_needs_few_polls_and_its_end_is_learned_in_time(int seconds) {
    Duration length = Duration.ofSeconds(seconds);
    Polls polls =
        obey(
            length,
            now -> {
              long done = Duration.between(START, now).toMillis();
              return TestMediaRows.running((int) Math.min(99, done * 100 / length.toMillis()), START);
            },
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

    assertThat(before.progressPercent()).isEqualTo(32);
    assertThat(after.progressPercent()).isEqualTo(32);
  }

  @Test
  void a_queue_that_moves_counts_and_one_that_grew_takes_nothing_back() {
    Media media = TestMediaRows.queued(9);

    assertThat(Pacing.queuePercent(media, behind(9))).isZero();
    assertThat(Pacing.queuePercent(media, behind(1))).isEqualTo(10);
    assertThat(Pacing.queuePercent(media, behind(20))).isZero();
    assertThat(percent(media.withQueuePercent(10), START.plusSeconds(30))).isEqualTo(11);
  }

  @Test
  void who_has_never_seen_a_media_shows_no_less_of_it_at_any_time() {
    Instant begins = START.plusSeconds(90);
    int shown = 0;
    for (int second = 0; second < 3600; second += 7) {
      Instant now = START.plusSeconds(second);
      Media media =
          now.isBefore(begins)
              ? TestMediaRows.queued(3).withQueuePercent(Math.min(8, second / 10))
              : TestMediaRows.running(Math.min(99, second / 20), begins).withQueuePercent(8);
      int percent = percent(media, now);
      assertThat(percent).isBetween(shown, 99);
      shown = percent;
    }
    Media failed = TestMediaRows.failed(TestMediaRows.running(99, begins).withQueuePercent(8), START.plusSeconds(3600));
    assertThat(new Pacing().end(failed).progressPercent()).isEqualTo(shown);
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

  private static final class Polls {
    int unchanged;
    Duration lateness = Duration.ZERO;
  }
}
