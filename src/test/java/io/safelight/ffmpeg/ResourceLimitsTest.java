package io.safelight.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ResourceLimitsTest {
  private static final long MEMORY = 1L << 30;
  private static final ResourceLimits LIMITS = new ResourceLimits(MEMORY, Duration.ofSeconds(10), 1 << 20);

  @Test
  void a_failure_with_nearly_all_memory_in_use_is_one_of_memory_whatever_it_says() {
    assertThat(LIMITS.exceededBy(exited(187), "Generic error in an external library", MEMORY * 9 / 10))
        .contains(Resource.MEMORY);
    assertThat(LIMITS.exceededBy(signalled(6), "terminate called", MEMORY * 9 / 10)).contains(Resource.MEMORY);
    assertThat(LIMITS.exceededBy(exited(187), "Generic error in an external library", MEMORY / 2)).isEmpty();
    assertThat(LIMITS.exceededBy(exited(0), "", MEMORY)).as("it managed").isEmpty();
    assertThat(LIMITS.exceededBy(signalled(9), "", MEMORY)).as("killed by somebody else").isEmpty();
  }

  @Test
  void a_demand_that_was_refused_is_one_of_memory_unless_no_file_needs_so_much() {
    assertThat(LIMITS.exceededBy(exited(244), "[error] Cannot allocate memory", 0)).contains(Resource.MEMORY);
    assertThat(LIMITS.exceededBy(exited(244), "Error during demuxing: Cannot allocate memory", 0)).isEmpty();
  }

  @Test
  void the_signals_of_the_kernel_are_known() {
    assertThat(LIMITS.exceededBy(signalled(25), "", 0)).contains(Resource.FILE_SIZE);
    assertThat(LIMITS.outOfTime(new LibC.Reaped(9, Duration.ofSeconds(10)))).isTrue();
    assertThat(LIMITS.outOfTime(new LibC.Reaped(9, Duration.ofSeconds(9)))).as("killed by somebody else").isFalse();
  }

  private static LibC.Reaped exited(int code) {
    return new LibC.Reaped(code << 8, Duration.ZERO);
  }

  private static LibC.Reaped signalled(int signal) {
    return new LibC.Reaped(signal, Duration.ZERO);
  }
}
