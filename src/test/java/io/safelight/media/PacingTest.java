package io.safelight.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacingTest {
  private static final Instant START = TestMediaRows.CREATED;

  private final JobPace pace = new JobPace(_ -> 1);

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 60, 120, 600, 1500, 2880})
  void a_client_that_obeys_sees_at_most_fifteen_unchanged_percentages_while_queued(int queuedSeconds) {
    Polls polls = obey(Duration.ofSeconds(queuedSeconds), now -> TestMediaRows.queued(3), behind(3));

    assertThat(polls.unchanged).isLessThanOrEqualTo(15);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 60, 120, 600, 1500, 2880})
  void the_same_holds_for_a_job_whose_progress_never_moves(int seconds) {
    Polls polls = obey(Duration.ofSeconds(seconds), now -> TestMediaRows.running(0, START), Backlog.NONE);

    assertThat(polls.unchanged).isLessThanOrEqualTo(15);
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

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 20, 40, 47})
  void the_same_holds_for_a_job_that_waits_and_then_comes_along_steadily(int minutesQueued) {
    Duration queued = Duration.ofMinutes(minutesQueued);
    Instant begins = START.plus(queued);
    long length = Pacing.HOLDS.minus(queued).toMillis();

    Polls polls =
        obey(
            Pacing.HOLDS,
            now -> {
              long worked = Duration.between(begins, now).toMillis();
              return worked < 0 ? TestMediaRows.queued(3) : TestMediaRows.running((int) (worked * 99 / length), begins);
            },
            behind(3));

    assertThat(polls.unchanged).isLessThanOrEqualTo(15);
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
  void a_queue_that_moves_shows_as_progress() {
    var pacing = new Pacing();

    int far = pacing.poll(TestMediaRows.queued(9), behind(9), pace, START).progressPercent();
    int near = pacing.poll(TestMediaRows.queued(9), behind(1), pace, START.plusSeconds(5)).progressPercent();

    assertThat(far).isZero();
    assertThat(near).isEqualTo(24);
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

    assertThat(seen).isEqualTo(20);
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
