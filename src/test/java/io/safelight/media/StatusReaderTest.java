package io.safelight.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.TestClock;
import io.safelight.config.DefaultConfig;
import io.safelight.media.MediaStatus.Form;
import io.safelight.store.SqlJobQueue;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusReaderTest {
  private static final UserId OWNER = StoredMedia.OWNER;
  private static final UserId ADDITIONAL = StoredMedia.ADDITIONAL;
  private static final UserId STRANGER = new UserId(3);
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final MediaFacts FACTS = StoredMedia.FACTS;

  @TempDir private Path folder;

  private StoredMedia store;
  private TestClock clock;
  private SqlJobQueue jobs;
  private StatusReader reader;

  @BeforeEach
  void open() {
    store = new StoredMedia(folder);
    clock = store.clock;
    jobs = store.jobs;
    reader = newReader(store.media);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private StatusReader newReader(MediaRepository repository) {
    var expiry = new Expiry(DefaultConfig.read().expiry());
    return store.listeners.add(new StatusReader(repository, jobs, expiry, new JobPace(_ -> 1), new NoEarlyWork(), clock));
  }

  @Test
  void an_open_upload_lists_what_is_missing_and_is_never_answered_from_memory() {
    MediaId id = store.open(30);
    store.append(id, 0, 10);
    store.append(id, 2, 10);

    MediaStatus status = reader.read(id, OWNER).orElseThrow();

    assertThat(status.processing().state()).isEqualTo(ProcessingInfo.State.PENDING);
    assertThat(status.processing().checkAfterSecs()).hasValue(30);
    assertThat(status.upload()).contains(new UploadProgress(20, 30, "0,2", "1"));
    assertThat(status.expiresAfterSecs()).hasValue(86_400);
    assertThat(reader.inMemory(id, OWNER)).isNull();
  }

  @Test
  void what_was_read_once_is_answered_from_memory_for_a_second() {
    MediaId id = store.finalized();
    assertThat(reader.inMemory(id, OWNER)).isNull();

    reader.read(id, OWNER);

    assertThat(reader.inMemory(id, OWNER)).isNotNull();
    assertThat(reader.inMemory(id, ADDITIONAL)).isNotNull();
    pass(Duration.ofMillis(1001));
    assertThat(reader.inMemory(id, OWNER)).isNull();
  }

  @Test
  void it_tells_what_it_holds_without_counting_a_poll() {
    MediaId id = store.finalized();
    assertThat(reader.holds(id)).isFalse();
    int first = reader.read(id, OWNER).orElseThrow().processing().checkAfterSecs().orElseThrow();

    for (int i = 0; i < 50; i++) {
      assertThat(reader.holds(id)).isTrue();
    }

    assertThat(reader.read(id, OWNER).orElseThrow().processing().checkAfterSecs()).hasValue(first);
    pass(Duration.ofMillis(1001));
    assertThat(reader.holds(id)).isFalse();
    reader.read(id, OWNER);
    jobs.claim("worker", Lane.VIDEO, 1, LEASE);
    assertThat(reader.holds(id)).isFalse();
  }

  @Test
  void a_change_is_never_hidden_by_what_is_in_memory() {
    MediaId id = store.finalized();
    reader.read(id, OWNER);
    ClaimedJob job = jobs.claim("worker", Lane.VIDEO, 1, LEASE).getFirst();

    assertThat(reader.inMemory(id, OWNER)).isNull();
    assertThat(state(id)).isEqualTo(ProcessingInfo.State.IN_PROGRESS);

    assertThat(jobs.succeed(job, FACTS, List.of(), SourceUse.NONE, clock.instant().plusSeconds(100))).isTrue();
    MediaStatus status = reader.read(id, OWNER).orElseThrow();
    assertThat(status.processing())
        .isEqualTo(
            new ProcessingInfo(ProcessingInfo.State.SUCCEEDED, 100, OptionalInt.empty(), null));
    assertThat(status.expiresAfterSecs()).hasValue(100);
  }

  /** Media share the counters by which a slow reading is known; that of a neighbour must cost one more reading, not all. */
  @Test
  void a_reading_that_another_change_overtook_is_not_kept_but_the_next_is() {
    MediaId id = store.finalized();
    var overtaken = new AtomicInteger(1);
    var slow =
        (MediaRepository)
            Proxy.newProxyInstance(
                MediaRepository.class.getClassLoader(),
                new Class<?>[] {MediaRepository.class},
                (_, method, arguments) -> {
                  Object found = method.invoke(store.media, arguments);
                  if (overtaken.getAndDecrement() > 0) {
                    reader.changed(id, 0);
                  }
                  return found;
                });
    reader = newReader(slow);

    reader.read(id, OWNER);
    assertThat(reader.inMemory(id, OWNER)).isNull();
    reader.read(id, OWNER);
    assertThat(reader.inMemory(id, OWNER)).isNotNull();
  }

  @Test
  void a_stranger_learns_nothing_whether_it_is_in_memory_or_not() {
    MediaId id = store.finalized();

    assertThat(reader.read(id, STRANGER)).isEmpty();
    reader.read(id, OWNER);
    assertThat(reader.inMemory(id, STRANGER)).isNull();
    assertThat(reader.read(id, STRANGER)).isEmpty();
  }

  @Test
  void absence_is_not_remembered() {
    MediaId id = new MediaId(77);
    assertThat(reader.read(id, OWNER)).isEmpty();

    store.create(id, 1);

    assertThat(reader.read(id, OWNER)).isPresent();
  }

  @Test
  void an_expired_media_is_gone_from_memory_too() {
    MediaId id = store.finalized();
    ClaimedJob job = jobs.claim("worker", Lane.VIDEO, 1, LEASE).getFirst();
    jobs.succeed(job, FACTS, List.of(), SourceUse.NONE, clock.instant().plusMillis(500));
    reader.read(id, OWNER);

    pass(Duration.ofMillis(500));

    assertThat(reader.inMemory(id, OWNER)).isNull();
    assertThat(reader.read(id, OWNER)).isEmpty();
  }

  @Test
  void the_percentage_never_falls_when_a_job_begins_anew() {
    MediaId id = store.finalized();
    ClaimedJob first = jobs.claim("worker", Lane.VIDEO, 1, LEASE).getFirst();
    jobs.heartbeat(first, 60, LEASE);
    int shown = percent(id);
    assertThat(shown).isPositive();
    jobs.release(first, clock.instant(), JobQueue.ReleaseReason.INTERRUPTION);
    ClaimedJob second = jobs.claim("worker", Lane.VIDEO, 1, LEASE).getFirst();
    jobs.heartbeat(second, 5, LEASE);

    assertThat(percent(id)).isEqualTo(shown);
  }

  @Test
  void what_was_shown_of_a_queue_is_not_taken_back_by_a_restart_that_puts_its_jobs_back() {
    MediaId first = store.finalized(11);
    MediaId second = store.finalized(12);
    assertThat(percent(second)).isZero();
    jobs.claim("worker", Lane.VIDEO, 1, LEASE);
    int shown = percent(second);
    assertThat(shown).isPositive();
    jobs.reclaimAll();

    reader = newReader(store.media);

    assertThat(percent(second)).isEqualTo(shown);
    assertThat(percent(first)).isZero();
  }

  @Test
  void a_job_that_was_begun_is_never_pending_again() {
    MediaId id = store.finalized();
    assertThat(shown(id)).isEqualTo(ProcessingInfo.State.PENDING);
    ClaimedJob first = jobs.claim("worker", Lane.VIDEO, 1, LEASE).getFirst();
    assertThat(shown(id)).isEqualTo(ProcessingInfo.State.IN_PROGRESS);
    jobs.release(first, clock.instant(), JobQueue.ReleaseReason.INTERRUPTION);
    assertThat(shown(id)).isEqualTo(ProcessingInfo.State.IN_PROGRESS);
    jobs.claim("worker", Lane.VIDEO, 1, LEASE);
    jobs.reclaimAll();

    assertThat(shown(id)).isEqualTo(ProcessingInfo.State.IN_PROGRESS);
  }

  private ProcessingInfo.State shown(MediaId id) {
    return reader.read(id, OWNER).orElseThrow().processing().state();
  }

  @Test
  void a_failed_media_says_why_and_when_it_goes_it_does_not_say() {
    MediaId id = store.finalized();
    ClaimedJob job = jobs.claim("worker", Lane.VIDEO, 1, LEASE).getFirst();
    MediaError error = MediaError.of(FailureReason.UNREADABLE, "file is invalid");
    jobs.fail(job, error, SourceUse.NONE, clock.instant().plusSeconds(100));

    MediaStatus status = reader.read(id, OWNER).orElseThrow();

    assertThat(status.processing().state()).isEqualTo(ProcessingInfo.State.FAILED);
    assertThat(status.processing().error()).isEqualTo(error);
    assertThat(status.processing().checkAfterSecs()).isEmpty();
    assertThat(status.expiresAfterSecs()).isEmpty();
  }

  @Test
  void polls_of_one_second_are_rendered_once() {
    MediaId id = store.finalized();
    ClaimedJob job = jobs.claim("worker", Lane.VIDEO, 1, LEASE).getFirst();
    jobs.succeed(job, FACTS, List.of(), SourceUse.NONE, clock.instant().plusSeconds(100));
    reader.read(id, OWNER);
    var renderings = new AtomicInteger();

    for (int poll = 0; poll < 5; poll++) {
      MediaStatus status = Objects.requireNonNull(reader.inMemory(id, OWNER));
      byte[] bytes =
          status.rendered(
              Form.V1,
              s -> ("rendering " + renderings.incrementAndGet()).getBytes(StandardCharsets.UTF_8));
      assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo("rendering 1");
    }
  }

  private ProcessingInfo.State state(MediaId id) {
    return reader.read(id, OWNER).orElseThrow().processing().state();
  }

  private int percent(MediaId id) {
    return reader.read(id, OWNER).orElseThrow().processing().progressPercent();
  }

  private void pass(Duration time) {
    clock.advance(time);
  }
}
