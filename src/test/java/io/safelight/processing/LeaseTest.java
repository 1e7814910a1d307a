package io.safelight.processing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safelight.error.StoreException;
import io.safelight.media.ClaimedJob;
import io.safelight.media.JobQueue;
import io.safelight.media.Lane;
import io.safelight.media.MediaCategory;
import io.safelight.testmedia.TestMedia;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir Path folder;
  private Workshop workshop;
  private ClaimedJob job;
  private final List<Integer> reported = new ArrayList<>();
  private @Nullable RuntimeException failure;
  private long nanos;

  @BeforeEach
  void open() {
    workshop = new Workshop(folder);
    workshop.upload(TestMedia.png(), MediaCategory.TWEET_IMAGE, true, Lane.VIDEO);
    job = workshop.claim(Lane.VIDEO);
  }

  @AfterEach
  void close() {
    workshop.close();
    boolean _ = Thread.interrupted();
  }

  @Test
  void progress_is_written_and_never_falls() {
    Lease lease = lease(Duration.ofMillis(1), LONG);

    lease.progress(7);
    lease.progress(5);
    pause(1);
    lease.beat();

    assertThat(reported).containsExactly(7);
    assertThat(workshop.media(job.media().id()).progressPercent()).isEqualTo(7);
  }

  @Test
  void a_hundred_percent_is_left_to_the_end() {
    Lease lease = lease(Duration.ofMillis(1), LONG);

    lease.progress(100);
    pause(1);
    lease.beat();

    assertThat(reported).containsExactly(99);
  }

  @Test
  void a_lease_is_renewed_when_nothing_changes() {
    Lease lease = lease(Duration.ofMillis(6), LONG);

    lease.beat();
    pause(2);
    lease.beat();

    assertThat(reported).containsExactly(0);
  }

  @Test
  void nothing_is_written_before_it_is_time_to() {
    Lease lease = lease(Duration.ofHours(1), LONG);

    lease.progress(50);
    lease.beat();
    lease.beat();

    assertThat(reported).isEmpty();
  }

  @Test
  void a_lease_that_somebody_else_has_interrupts_its_worker() {
    workshop.clock.advance(Duration.ofHours(1));
    workshop.jobs.claim("other", Lane.VIDEO, 1, LONG);
    Lease lease = lease(Duration.ofMillis(1), LONG);

    pause(1);
    lease.beat();

    assertThat(lease.ending()).contains(Lease.Ending.LOST);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void a_lease_that_cannot_be_renewed_ends_when_it_has_run_out() {
    failure = new StoreException("down", new IllegalStateException());
    Lease lease = lease(Duration.ofMillis(60), LONG);

    pause(11);
    lease.beat();
    assertThat(lease.ending()).isEmpty();
    pause(61);
    lease.beat();

    assertThat(lease.ending()).contains(Lease.Ending.LOST);
  }

  @Test
  void the_time_limit_ends_a_lease() {
    Lease early = lease(LONG, LONG);
    Lease late = lease(LONG, Duration.ofMillis(1));

    pause(1);
    early.enforceLimit();
    late.enforceLimit();

    assertThat(early.ending()).isEmpty();
    assertThat(late.ending()).contains(Lease.Ending.TIMED_OUT);
    assertThat(late.remaining()).isZero();
  }

  @Test
  void the_time_limit_of_one_job_holds_while_the_store_hangs_over_another() throws Exception {
    var asked = new CountDownLatch(1);
    var answer = new CountDownLatch(1);
    Thread other = Thread.ofPlatform().unstarted(() -> {});
    try (var heartbeats = new Heartbeats()) {
      heartbeats.start();
      heartbeats.add(new Lease(hanging(asked, answer), job, Duration.ofMillis(1), LONG, other, System::nanoTime));
      asked.await();
      Lease late = lease(LONG, Duration.ZERO);

      heartbeats.add(late);

      assertThatThrownBy(() -> Thread.sleep(LONG)).isInstanceOf(InterruptedException.class);
      assertThat(late.ending()).contains(Lease.Ending.TIMED_OUT);
    } finally {
      answer.countDown();
    }
  }

  @Test
  void an_error_in_one_heartbeat_ends_no_other() throws Exception {
    var beats = new CountDownLatch(3);
    var broken =
        new ForwardingQueue(workshop.jobs) {
          @Override
          public boolean heartbeat(ClaimedJob job, int progressPercent, Duration lease) {
            beats.countDown();
            throw new AssertionError("unthinkable");
          }
        };
    try (var heartbeats = new Heartbeats()) {
      heartbeats.start();
      heartbeats.add(new Lease(broken, job, Duration.ofMillis(1), LONG, Thread.currentThread(), System::nanoTime));

      assertThat(beats.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void nobody_interrupts_the_worker_once_the_lease_is_closed() {
    Lease lease = lease(LONG, LONG);
    lease.end(Lease.Ending.SHUTDOWN);

    lease.close();
    lease.end(Lease.Ending.LOST);

    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void a_store_that_hangs_keeps_nobody_waiting() throws Exception {
    var asked = new CountDownLatch(1);
    var answer = new CountDownLatch(1);
    Lease lease =
        new Lease(hanging(asked, answer), job, Duration.ofMillis(1), LONG, Thread.currentThread(), () -> nanos);
    pause(1);
    Thread heartbeats = Thread.ofPlatform().start(lease::beat);
    asked.await();

    // Each of these would wait for ever if the heartbeat held the lock.
    assertThat(lease.ending()).isEmpty();
    lease.progress(5);
    lease.close();
    answer.countDown();
    heartbeats.join();

    assertThat(lease.ending()).isEmpty();
    assertThat(Thread.interrupted()).isFalse();
  }

  /** A queue whose heartbeats are answered, with no, when {@code answer} is counted down. */
  private JobQueue hanging(CountDownLatch asked, CountDownLatch answer) {
    return new ForwardingQueue(workshop.jobs) {
      @Override
      public boolean heartbeat(ClaimedJob job, int progressPercent, Duration lease) {
        asked.countDown();
        try {
          answer.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        return false;
      }
    };
  }

  private Lease lease(Duration length, Duration limit) {
    var queue =
        new ForwardingQueue(workshop.jobs) {
          @Override
          public boolean heartbeat(ClaimedJob job, int progressPercent, Duration lease) {
            if (failure != null) {
              throw failure;
            }
            reported.add(progressPercent);
            return super.heartbeat(job, progressPercent, lease);
          }
        };
    return new Lease(queue, job, length, limit, Thread.currentThread(), () -> nanos);
  }

  /** Lets time pass. */
  private void pause(int millis) {
    nanos += Duration.ofMillis(millis).toNanos();
  }
}
