package io.safelight.store;

import static io.safelight.store.StoreFixture.ALICE;
import static io.safelight.store.StoreFixture.BOB;
import static io.safelight.store.StoreFixture.FACTS;
import static io.safelight.store.StoreFixture.LEASE;
import static io.safelight.store.StoreFixture.variant;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.media.Backlog;
import io.safelight.media.ClaimedJob;
import io.safelight.media.JobKind;
import io.safelight.media.JobQueue.ReleaseReason;
import io.safelight.media.Lane;
import io.safelight.media.Media;
import io.safelight.media.MediaId;
import io.safelight.media.MediaState;
import io.safelight.media.SourceUse;
import io.safelight.media.UserId;
import io.safelight.media.Variant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Jobs that add to media which have succeeded. */
interface RestJobContract extends StoreContract {

  @Test
  default void what_is_published_first_leaves_a_job_for_the_rest_and_the_segments_it_needs() {
    MediaId id = succeededFirst(ALICE);

    Media media = store().row(id);
    assertThat(media.state()).isEqualTo(MediaState.SUCCEEDED);
    assertThat(media.variantsComplete()).isFalse();
    assertThat(store().media.segments(id)).hasSize(1);
    assertThat(store().discarded()).isEmpty();
    assertThat(store().jobs.waiting(Lane.REST)).isEqualTo(1);
    assertThat(store().jobs.waiting(Lane.VIDEO)).isZero();
    assertThat(store().jobs.ahead(id)).as("nobody waits for it").isEqualTo(Backlog.NONE);
    assertThat(claimRest())
        .singleElement()
        .isEqualTo(new ClaimedJob(media, JobKind.REST, Lane.REST, "w", 1, 0, 0, finished(media), null));
  }

  @Test
  default void the_rest_is_added_behind_what_is_there_and_nothing_else_changes() {
    MediaId id = succeededFirst(ALICE);
    String segment = store().media.segments(id).getFirst().key();
    Media before = store().row(id);
    ClaimedJob job = claimRest().getFirst();
    assertThat(store().jobs.heartbeat(job, 50, LEASE)).isTrue();
    assertThat(store().row(id)).isEqualTo(before);

    List<Variant> added = List.of(variant(id, "1080p.mp4"), variant(id, "480p.mp4"));
    assertThat(store().jobs.complete(job, added, SourceUse.NONE)).isTrue();

    Media after = store().row(id);
    assertThat(after.variantsComplete()).isTrue();
    assertThat(after).usingRecursiveComparison().ignoringFields("variantsComplete", "version").isEqualTo(before);
    assertThat(after.version()).isGreaterThan(before.version());
    assertThat(store().announced(id)).isEqualTo(after.version());
    assertThat(store().media.variants(id))
        .extracting(Variant::name)
        .containsExactly("720p.mp4", "1080p.mp4", "480p.mp4");
    assertThat(store().media.segments(id)).isEmpty();
    assertThat(store().discarded()).containsExactly(segment);
    assertThat(store().jobs.complete(job, added, SourceUse.NONE)).as("again").isFalse();
  }

  @Test
  default void a_job_for_the_rest_comes_back_without_a_trace_in_its_media() {
    MediaId id = succeededFirst(ALICE);
    Media before = store().row(id);
    store().jobs.release(claimRest().getFirst(), store().clock.instant().minusSeconds(1), ReleaseReason.FAILURE);
    assertThat(store().row(id)).isEqualTo(before);

    ClaimedJob second = claimRest().getFirst();
    assertThat(second.failures()).isEqualTo(1);
    assertThat(store().jobs.reclaimAll()).isEqualTo(1);
    assertThat(store().row(id)).isEqualTo(before);
    assertThat(store().jobs.complete(second, List.of(variant(id, "a.mp4")), SourceUse.NONE)).as("stale").isFalse();
    assertThat(store().media.variants(id)).hasSize(1);

    ClaimedJob third = claimRest().getFirst();
    assertThat(third.interruptions()).isEqualTo(1);
    assertThat(store().jobs.complete(third, List.of(), SourceUse.KEPT)).isTrue();
    assertThat(store().row(id).state()).isEqualTo(MediaState.SUCCEEDED);
    assertThat(store().row(id).variantsComplete()).isTrue();
    assertThat(store().media.segments(id)).as("kept, to be tried again").hasSize(1);
  }

  @Test
  default void no_rest_is_due_while_a_video_waits() {
    MediaId id = succeededFirst(ALICE);
    MediaId other = store().pending(BOB);
    assertThat(claimRest()).isEmpty();

    ClaimedJob video = claim();
    assertThat(video.media().id()).isEqualTo(other);
    assertThat(claimRest()).extracting(job -> job.media().id()).containsExactly(id);

    MediaId third = succeededFirst(video);
    store().pending(BOB);
    store().jobs.release(claim(), store().clock.instant().plusSeconds(60), ReleaseReason.FAILURE);
    assertThat(claimRest()).as("that video is not due").extracting(job -> job.media().id()).containsExactly(third);
  }

  @Test
  default void uploaders_take_turns_with_the_rest_too() {
    MediaId first = succeededFirst(ALICE);
    MediaId second = succeededFirst(ALICE);
    MediaId other = succeededFirst(BOB);
    assertThat(store().jobs.claim("w", Lane.REST, 10, LEASE))
        .extracting(job -> job.media().id())
        .containsExactly(first, other, second);
  }

  @Test
  default void a_media_that_goes_takes_its_job_along() {
    MediaId id = succeededFirst(ALICE);
    ClaimedJob job = claimRest().getFirst();
    store().clock.advance(Duration.ofDays(2));
    assertThat(store().media.deleteExpired(store().clock.instant(), 10)).containsExactly(id);

    assertThat(store().jobs.heartbeat(job, 0, LEASE)).isFalse();
    assertThat(store().jobs.complete(job, List.of(variant(id, "a.mp4")), SourceUse.NONE)).isFalse();
    assertThat(store().jobs.release(job, Instant.EPOCH, ReleaseReason.SHUTDOWN)).isFalse();
    assertThat(store().media.variants(id)).isEmpty();
    assertThat(store().discarded()).containsExactly(id + "/");
  }

  @Test
  default void a_job_that_ends_and_media_that_go_do_not_lock_each_other_out() {
    for (int round = 0; round < 20; round++) {
      for (int i = 0; i < 12; i++) {
        succeededFirst(ALICE);
      }
      List<ClaimedJob> jobs = store().jobs.claim("w", Lane.REST, 12, LEASE);
      Instant over = store().clock.instant().plus(Duration.ofDays(2));
      List<Callable<Object>> callers = new ArrayList<>();
      jobs.forEach(
          job ->
              callers.add(
                  () -> store().jobs.complete(job, List.of(variant(job.media().id(), "a.mp4")), SourceUse.NONE)));
      callers.add(6, () -> store().media.deleteExpired(over, 100));

      List<Object> outcomes = Race.run(callers);

      outcomes.remove(6);
      for (int i = 0; i < jobs.size(); i++) {
        boolean isThere = store().media.find(jobs.get(i).media().id()).isPresent();
        assertThat(outcomes.get(i).equals(true) || !isThere).as("completed or gone").isTrue();
      }
      store().media.deleteExpired(over, 100);
    }
  }

  private static Instant finished(Media media) {
    return Objects.requireNonNull(media.times().finished());
  }

  private MediaId succeededFirst(UserId uploader) {
    store().pending(uploader);
    return succeededFirst(claim());
  }

  private MediaId succeededFirst(ClaimedJob job) {
    MediaId id = job.media().id();
    Instant expires = store().clock.instant().plus(Duration.ofDays(1));
    assertThat(store().jobs.succeed(job, FACTS, List.of(variant(id, "720p.mp4")), SourceUse.REST, expires)).isTrue();
    return id;
  }

  private ClaimedJob claim() {
    return store().jobs.claim("w", Lane.VIDEO, 1, LEASE).getFirst();
  }

  private List<ClaimedJob> claimRest() {
    return store().jobs.claim("w", Lane.REST, 1, LEASE);
  }
}
