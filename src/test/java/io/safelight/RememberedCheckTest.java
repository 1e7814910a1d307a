package io.safelight;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.api.admin.HealthApi.Check;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class RememberedCheckTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  @Test
  void a_check_that_hangs_has_failed_once_the_deadline_is_over_and_until_it_ends() {
    var end = new CountDownLatch(1);
    RememberedCheck check = check(() -> waitFor(end));
    long over = System.nanoTime();

    Check hung = check.result(over);
    end.countDown();

    assertThat(hung.ok()).isFalse();
    assertThat(check.result(System.nanoTime() + LONG.toNanos()).ok()).isTrue();
    assertThat(check.result(over).ok()).as("a result that is there needs no time").isTrue();
  }

  @Test
  void what_others_have_used_up_of_a_deadline_is_not_waited_for_again() {
    var end = new CountDownLatch(1);
    RememberedCheck first = check(() -> waitFor(end));
    RememberedCheck second = check(() -> waitFor(end));
    long deadline = System.nanoTime() + Duration.ofMillis(50).toNanos();

    assertThat(first.result(deadline).ok()).isFalse();
    assertThat(System.nanoTime() - deadline).isNotNegative();
    assertThat(second.result(deadline).ok()).isFalse();
    end.countDown();
  }

  private static RememberedCheck check(Supplier<String> work) {
    return new RememberedCheck("part", LONG, work, InstantSource.system());
  }

  private static String waitFor(CountDownLatch end) {
    try {
      end.await();
      return "";
    } catch (InterruptedException e) {
      return "interrupted";
    }
  }
}
