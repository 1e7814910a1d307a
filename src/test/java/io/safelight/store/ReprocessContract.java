package io.safelight.store;

import static io.safelight.store.StoreFixture.ALICE;
import static io.safelight.store.StoreFixture.BOB;
import static io.safelight.store.StoreFixture.FACTS;
import static io.safelight.store.StoreFixture.LEASE;
import static io.safelight.store.StoreFixture.variant;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.config.Ladder;
import io.safelight.media.Backlog;
import io.safelight.media.ClaimedJob;
import io.safelight.media.FailureReason;
import io.safelight.media.JobKind;
import io.safelight.media.Lane;
import io.safelight.media.Media;
import io.safelight.media.MediaError;
import io.safelight.media.MediaFacts;
import io.safelight.media.MediaId;
import io.safelight.media.MediaKind;
import io.safelight.media.MediaState;
import io.safelight.media.Reprocessing;
import io.safelight.media.SourceUse;
import io.safelight.media.Variant;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Media that are processed again because an operator says so. */
interface ReprocessContract extends StoreContract {
  Ladder SMALL = Ladder.parse("320p:300k");
  Ladder LARGE = Ladder.parse("1080p:8M,480p");

  @Test
  default void what_is_made_again_takes_the_place_of_what_was_added_and_nothing_else_changes() {
    MediaId id = succeeded(SourceUse.REST);
    ClaimedJob rest = store().jobs.claim("w", Lane.REST, 1, LEASE).getFirst();
    Variant old = new Variant("480p.mp4", "video/mp4", id + "/out/1.s/480p.mp4", 7, 854, 480, 1);
    store().jobs.complete(rest, List.of(old), SourceUse.KEPT);
    Media before = store().row(id);

    assertThat(reprocess(id, LARGE)).isEqualTo(Reprocessing.QUEUED);

    assertThat(store().row(id).state()).isEqualTo(MediaState.SUCCEEDED);
    assertThat(store().row(id).variantsComplete()).isFalse();
    assertThat(store().announced(id)).isEqualTo(store().row(id).version());
    assertThat(store().jobs.ahead(id)).as("nobody waits for it").isEqualTo(Backlog.NONE);
    ClaimedJob job = claimAgain();
    assertThat(job.kind()).isEqualTo(JobKind.REPROCESS);
    assertThat(job.ladder()).isEqualTo(LARGE);
    assertThat(store().media.variants(id)).containsExactly(variant(id, "720p.mp4"), old);

    Variant made = new Variant("x/480p.mp4", "video/mp4", id + "/out/1.t/480p.mp4", 8, 854, 480, 1);
    assertThat(store().jobs.replace(job, List.of(made), SourceUse.KEPT)).isTrue();

    assertThat(store().media.variants(id)).containsExactly(variant(id, "720p.mp4"), made);
    assertThat(store().discarded()).containsExactly(old.key());
    Media after = store().row(id);
    assertThat(after).usingRecursiveComparison().ignoringFields("version").isEqualTo(before);
    assertThat(after.version()).isGreaterThan(before.version());
    assertThat(store().media.segments(id)).hasSize(1);
    assertThat(store().jobs.replace(job, List.of(made), SourceUse.KEPT)).as("again").isFalse();
  }

  @Test
  default void one_that_comes_to_nothing_leaves_the_media_as_it_was() {
    MediaId id = succeeded(SourceUse.KEPT);
    Media before = store().row(id);
    reprocess(id, null);

    assertThat(store().jobs.complete(claimAgain(), List.of(), SourceUse.KEPT)).isTrue();

    assertThat(store().row(id)).usingRecursiveComparison().ignoringFields("version").isEqualTo(before);
    assertThat(store().media.variants(id)).containsExactly(variant(id, "720p.mp4"));
    assertThat(store().discarded()).isEmpty();
    assertThat(store().media.segments(id)).hasSize(1);
  }

  @Test
  default void a_failed_media_begins_anew_and_its_ladder_goes_on_to_its_second_job() {
    MediaId id = failed(SourceUse.KEPT);
    store().clock.advance(Duration.ofMinutes(1));

    assertThat(reprocess(id, SMALL)).isEqualTo(Reprocessing.QUEUED);

    Media media = store().row(id);
    assertThat(media.state()).isEqualTo(MediaState.PENDING);
    assertThat(media.error()).isNull();
    assertThat(media.progressPercent()).isZero();
    assertThat(media.times().expires()).isNull();
    assertThat(media.times().finished()).isNull();
    ClaimedJob job = claimAgain();
    assertThat(job.kind()).isEqualTo(JobKind.PRIMARY);
    assertThat(job.ladder()).isEqualTo(SMALL);
    assertThat(job.queued()).isEqualTo(media.times().finalized());
    assertThat(store().row(id).state()).isEqualTo(MediaState.IN_PROGRESS);
    assertThat(store().jobs.succeed(job, FACTS, List.of(variant(id, "720p.mp4")), SourceUse.REST, null)).isTrue();
    ClaimedJob rest = claimAgain();
    assertThat(rest.kind()).isEqualTo(JobKind.REST);
    assertThat(rest.ladder()).isEqualTo(SMALL);
  }

  @Test
  default void asking_twice_is_asking_once_and_another_ladder_counts_until_somebody_began() {
    MediaId id = succeeded(SourceUse.KEPT);
    assertThat(reprocess(id, SMALL)).isEqualTo(Reprocessing.QUEUED);
    assertThat(reprocess(id, SMALL)).isEqualTo(Reprocessing.QUEUED_BEFORE);
    assertThat(reprocess(id, null)).isEqualTo(Reprocessing.QUEUED);
    assertThat(reprocess(id, LARGE)).isEqualTo(Reprocessing.QUEUED);
    assertThat(store().jobs.waiting(Lane.REPROCESS)).isEqualTo(1);

    assertThat(claimAgain().ladder()).isEqualTo(LARGE);
    assertThat(reprocess(id, LARGE)).isEqualTo(Reprocessing.QUEUED_BEFORE);
    assertThat(reprocess(id, SMALL)).isEqualTo(Reprocessing.BUSY);
  }

  @Test
  default void what_cannot_be_made_again_is_told_apart() {
    MediaId open = store().open(10);
    MediaId withoutSource = store().succeeded();
    MediaId failed = failed(SourceUse.NONE);
    MediaId image = store().pending();
    var facts = new MediaFacts(MediaKind.IMAGE, "image/png", 8, 8, null);
    store().jobs.succeed(claim(), facts, List.of(variant(image, "large.png")), SourceUse.KEPT, null);
    MediaId unfinished = succeeded(SourceUse.REST);
    MediaId pending = store().pending();
    MediaId unknown = store().nextId();

    assertThat(
            store().media.reprocess(
                List.of(open, withoutSource, failed, image, unfinished, pending, unknown), null))
        .containsExactly(
            Reprocessing.OPEN,
            Reprocessing.NO_SOURCE,
            Reprocessing.NO_SOURCE,
            Reprocessing.NO_VIDEO,
            Reprocessing.BUSY,
            Reprocessing.BUSY,
            Reprocessing.UNKNOWN);
    assertThat(store().jobs.waiting(Lane.REPROCESS)).isZero();
    assertThat(store().row(failed).state()).isEqualTo(MediaState.FAILED);
  }

  @Test
  default void finished_media_come_in_pieces() {
    MediaId first = store().succeeded();
    MediaId second = failed(SourceUse.KEPT);
    MediaId third = store().succeeded();
    store().pending();
    store().open(1);

    assertThat(store().media.finished(0, false, 2)).containsExactly(first, second);
    assertThat(store().media.finished(second.value(), false, 2)).containsExactly(third);
    assertThat(store().media.finished(third.value(), false, 2)).isEmpty();
    assertThat(store().media.finished(0, true, 2)).containsExactly(second);
  }

  @Test
  default void it_comes_behind_all_others() {
    MediaId again = succeeded(SourceUse.KEPT);
    MediaId rest = succeeded(SourceUse.REST);
    reprocess(again, null);
    assertThat(store().jobs.claim("w", Lane.REPROCESS, 1, LEASE)).as("a rest waits").isEmpty();
    assertThat(store().jobs.claim("w", Lane.REST, 1, LEASE)).extracting(job -> job.media().id()).containsExactly(rest);
    store().pending(BOB);
    assertThat(store().jobs.claim("w", Lane.REPROCESS, 1, LEASE)).as("a video waits").isEmpty();
    claim();
    ClaimedJob job = claimAgain();
    assertThat(store().jobs.reclaimAll()).as("after a crash").isEqualTo(3);
    assertThat(store().jobs.heartbeat(job, 0, LEASE)).isFalse();
    assertThat(store().row(again).state()).isEqualTo(MediaState.SUCCEEDED);
    store().jobs.claim("w", Lane.VIDEO, 9, LEASE);
    store().jobs.claim("w", Lane.REST, 9, LEASE);
    assertThat(claimAgain().interruptions()).isEqualTo(1);
  }

  private Reprocessing reprocess(MediaId id, @Nullable Ladder ladder) {
    return store().media.reprocess(List.of(id), ladder).getFirst();
  }

  @Test
  default void two_commands_that_name_the_same_media_in_opposite_order_do_not_lock_each_other_out() {
    for (int round = 0; round < 20; round++) {
      List<MediaId> ids = Stream.generate(() -> succeeded(SourceUse.KEPT)).limit(6).toList();

      List<List<Reprocessing>> outcomes = Race.run(List.of(
          () -> store().media.reprocess(ids, SMALL),
          () -> store().media.reprocess(ids.reversed(), SMALL)));

      assertThat(outcomes.stream().flatMap(List::stream))
          .containsOnly(Reprocessing.QUEUED, Reprocessing.QUEUED_BEFORE)
          .filteredOn(Reprocessing.QUEUED::equals)
          .hasSize(ids.size());
    }
  }

  private MediaId succeeded(SourceUse source) {
    store().pending(ALICE);
    ClaimedJob job = claim();
    MediaId id = job.media().id();
    store().jobs.succeed(
        job, FACTS, List.of(variant(id, "720p.mp4")), source, store().clock.instant().plus(Duration.ofDays(1)));
    return id;
  }

  private MediaId failed(SourceUse source) {
    store().pending(ALICE);
    ClaimedJob job = claim();
    store().jobs.fail(
        job,
        MediaError.of(FailureReason.CORRUPT, "It is corrupt."),
        source,
        store().clock.instant().plus(Duration.ofDays(1)));
    return job.media().id();
  }

  private ClaimedJob claim() {
    return store().jobs.claim("w", Lane.VIDEO, 1, LEASE).getFirst();
  }

  private ClaimedJob claimAgain() {
    return store().jobs.claim("w", Lane.REPROCESS, 1, LEASE).getFirst();
  }
}
