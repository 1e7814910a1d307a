package io.safelight.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.ffmpeg.RunOutcome.Cause;
import io.safelight.ffmpeg.RunOutcome.Usage;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OutcomeClassifierTest {
  private static final Usage USAGE = new Usage(Duration.ofSeconds(1), 2);

  @Test
  void only_an_exit_of_its_own_is_a_failure() {
    assertThat(exited(0, "warnings")).isEqualTo(new RunOutcome.Succeeded("warnings", USAGE));
    assertThat(exited(183, "Invalid data")).isEqualTo(new RunOutcome.Failed(183, "Invalid data", USAGE));
  }

  @Test
  void troubles_of_the_machine_are_found_in_exit_codes_and_logs() {
    assertThat(causeOf(exited(228, ""))).isEqualTo(Cause.DISK_FULL);
    assertThat(causeOf(exited(1, "out.mp4: No space left on device"))).isEqualTo(Cause.DISK_FULL);
    assertThat(causeOf(exited(134, ""))).isEqualTo(Cause.DISK_FULL);
    assertThat(causeOf(exited(244, ""))).isEqualTo(Cause.OUT_OF_MEMORY);
    assertThat(causeOf(exited(245, "pthread_create() failed"))).isEqualTo(Cause.OUT_OF_MEMORY);
    assertThat(causeOf(exited(1, "Cannot allocate memory"))).isEqualTo(Cause.OUT_OF_MEMORY);
    assertThat(causeOf(exited(127, ""))).isEqualTo(Cause.CANNOT_START);
    assertThat(causeOf(exited(1, "error while loading shared libraries: x"))).isEqualTo(Cause.CANNOT_START);
  }

  @Test
  void memory_that_a_file_asks_for_is_no_trouble_of_the_machine() {
    String log = "[in#0/mov] [error] Error during demuxing: Cannot allocate memory";

    assertThat(exited(244, log)).isEqualTo(new RunOutcome.Failed(244, log, USAGE));
  }

  @Test
  void a_crash_is_told_from_a_kill() {
    assertThat(causeOf(signalled(9))).isEqualTo(Cause.SIGNAL);
    assertThat(causeOf(signalled(15))).isEqualTo(Cause.SIGNAL);
    assertThat(causeOf(signalled(11))).isEqualTo(Cause.CRASH);
    assertThat(causeOf(signalled(6))).isEqualTo(Cause.CRASH);
  }

  @Test
  void what_never_ran_says_why() {
    assertThat(causeOf(notStarted(LibC.ENOMEM, "x"))).isEqualTo(Cause.OUT_OF_MEMORY);
    assertThat(causeOf(notStarted(LibC.EAGAIN, "x"))).isEqualTo(Cause.OUT_OF_MEMORY);
    assertThat(causeOf(notStarted(0, "process.1: No space left on device"))).isEqualTo(Cause.DISK_FULL);
    assertThat(causeOf(notStarted(2, "No such file or directory"))).isEqualTo(Cause.CANNOT_START);
  }

  private static RunOutcome exited(int code, String log) {
    return OutcomeClassifier.classify(new ProcessEnd.Exited(code, log, USAGE));
  }

  private static RunOutcome signalled(int signal) {
    return OutcomeClassifier.classify(new ProcessEnd.Signalled(signal, "", USAGE));
  }

  private static RunOutcome notStarted(int errno, String log) {
    return OutcomeClassifier.classify(new ProcessEnd.NotStarted(errno, log, USAGE));
  }

  private static Cause causeOf(RunOutcome outcome) {
    assertThat(outcome).isInstanceOf(RunOutcome.Disturbed.class);
    return ((RunOutcome.Disturbed) outcome).cause();
  }
}
