package io.safelight;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PeriodicTaskTest {
  @Test
  void a_task_survives_errors_and_ends_when_it_is_closed() throws InterruptedException {
    var runs = new AtomicInteger();
    var third = new CountDownLatch(3);
    var task =
        new PeriodicTask(
            "test",
            Duration.ofMillis(1),
            closing -> {
              runs.incrementAndGet();
              third.countDown();
              throw problem(runs.get());
            });
    third.await();
    task.close();
    int atClose = runs.get();

    assertThat(atClose).isGreaterThanOrEqualTo(3);
    assertThat(runs).hasValue(atClose);
  }

  private static IOException problem(int run) {
    if (run % 2 == 0) {
      throw new AssertionError("every second time");
    }
    return new IOException("every other time");
  }

  @Test
  void work_that_is_not_done_goes_on_without_a_pause() throws InterruptedException {
    var tenth = new CountDownLatch(10);
    try (var _ =
        new PeriodicTask(
            "test",
            Duration.ofMillis(1),
            closing -> {
              tenth.countDown();
              return true;
            })) {
      tenth.await();
    }
    assertThat(tenth.getCount()).isZero();
  }

  @Test
  void the_pause_after_errors_doubles_up_to_five_minutes() {
    Duration interval = Duration.ofSeconds(5);
    assertThat(PeriodicTask.pauseAfter(0, interval)).isEqualTo(interval);
    assertThat(PeriodicTask.pauseAfter(1, interval)).isEqualTo(Duration.ofSeconds(10));
    assertThat(PeriodicTask.pauseAfter(2, interval)).isEqualTo(Duration.ofSeconds(20));
    assertThat(PeriodicTask.pauseAfter(1000, interval)).isEqualTo(Duration.ofMinutes(5));
    assertThat(PeriodicTask.pauseAfter(3, Duration.ofHours(1))).isEqualTo(Duration.ofHours(1));
  }
}
