package io.safelight.media;

import static io.safelight.media.MediaKind.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class JobPaceTest {
  private static final long MEBIBYTE = 1 << 20;

  private final JobPace pace = new JobPace(lane -> lane == Lane.VIDEO ? 2 : 1);

  @Test
  void a_larger_upload_is_expected_to_take_longer() {
    assertThat(pace.seconds(VIDEO, 100 * MEBIBYTE)).isGreaterThan(10 * pace.seconds(VIDEO, MEBIBYTE));
  }

  @Test
  void what_a_size_costs_here_is_learned() {
    for (int i = 0; i < 30; i++) {
      pace.observe(VIDEO, 100 * MEBIBYTE, Duration.ofSeconds(200));
    }

    assertThat(pace.seconds(VIDEO, 100 * MEBIBYTE)).isCloseTo(200, within(2.0));
    assertThat(pace.seconds(VIDEO, 10 * MEBIBYTE)).isBetween(15.0, 30.0);
    assertThat(pace.seconds(MediaKind.IMAGE, MEBIBYTE)).as("images have their own").isLessThan(1);
  }

  @Test
  void one_quick_media_does_not_make_the_others_quick() {
    double before = pace.seconds(VIDEO, 100 * MEBIBYTE);

    pace.observe(VIDEO, MEBIBYTE / 10, Duration.ofMillis(50));

    assertThat(pace.seconds(VIDEO, 100 * MEBIBYTE)).isGreaterThan(before * 0.8);
  }

  @Test
  void a_job_starts_at_once_while_a_slot_is_free() {
    assertThat(pace.secondsUntilStart(VIDEO, new Backlog(Lane.VIDEO, 0, 1, 100 * MEBIBYTE))).isZero();
    assertThat(pace.secondsUntilStart(VIDEO, Backlog.NONE)).isZero();
  }

  @Test
  void a_job_waits_for_its_share_of_what_runs_and_what_waits_ahead_of_it() {
    double hundred = pace.seconds(VIDEO, 100 * MEBIBYTE);

    double behindRunning = pace.secondsUntilStart(VIDEO, new Backlog(Lane.VIDEO, 0, 2, 100 * MEBIBYTE));
    double behindMore = pace.secondsUntilStart(VIDEO, new Backlog(Lane.VIDEO, 4, 2, 100 * MEBIBYTE));

    assertThat(behindRunning).isCloseTo(hundred / 2, within(0.01));
    assertThat(behindMore).isGreaterThan(behindRunning);
  }
}
