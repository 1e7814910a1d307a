package io.safelight.store;

import static io.safelight.store.StoreFixture.ALICE;
import static io.safelight.store.StoreFixture.BOB;
import static io.safelight.store.StoreFixture.FACTS;
import static io.safelight.store.StoreFixture.LEASE;
import static io.safelight.store.StoreFixture.UNLIMITED;
import static io.safelight.store.StoreFixture.variant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.safelight.media.Backlog;
import io.safelight.media.ClaimedJob;
import io.safelight.media.FailureReason;
import io.safelight.media.JobKind;
import io.safelight.media.JobQueue.ReleaseReason;
import io.safelight.media.Lane;
import io.safelight.media.Media;
import io.safelight.media.MediaCategory;
import io.safelight.media.MediaError;
import io.safelight.media.MediaId;
import io.safelight.media.MediaState;
import io.safelight.media.NewMedia;
import io.safelight.media.Owners;
import io.safelight.media.PublishedMedia;
import io.safelight.media.Segment;
import io.safelight.media.SourceUse;
import io.safelight.media.UserId;
import io.safelight.media.Variant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** Jobs: claims, leases and what ends them. */
interface JobContract extends StoreContract {

  @Test
  default void jobs_are_claimed_oldest_first_in_their_lane_only() {
    MediaId first = store().pending();
    MediaId second = store().pending();
    MediaId third = store().pending();

    assertThat(store().jobs.claim("w", Lane.QUICK, 10, LEASE)).isEmpty();
    assertThat(store().jobs.claim("w", Lane.VIDEO, 2, LEASE))
        .extracting(job -> job.media().id())
        .containsExactly(first, second);
    ClaimedJob last = claim("w");
    assertThat(last).isEqualTo(new ClaimedJob(store().row(third), JobKind.PRIMARY, Lane.VIDEO, "w", 1, 0, 0,
        Objects.requireNonNull(store().row(third).times().finalized()), null));
    assertThat(last.media().state()).isEqualTo(MediaState.IN_PROGRESS);
    assertThat(last.media().times().started()).isNotNull();
    assertThat(store().announced(third)).isEqualTo(last.media().version());
  }

  @Test
  default void success_publishes_variants_and_discards_the_segments() {
    MediaId id = store().pending();
    Segment segment = store().media.segments(id).getFirst();
    var variants = List.of(variant(id, "z.mp4"), variant(id, "a.jpg"));
    Instant expires = Instant.ofEpochMilli(store().clock.millis()).plusSeconds(3600);
    boolean published = store().jobs.succeed(claim("w"), FACTS, variants, SourceUse.NONE, expires);

    Media media = store().row(id);
    assertThat(published).isTrue();
    assertThat(media.state()).isEqualTo(MediaState.SUCCEEDED);
    assertThat(media.progressPercent()).isEqualTo(100);
    assertThat(media.facts()).isEqualTo(FACTS);
    assertThat(media.times().finished()).isNotNull();
    assertThat(media.times().expires()).isEqualTo(expires);
    assertThat(store().media.variants(id)).isEqualTo(variants);
    assertThat(store().media.segments(id)).isEmpty();
    assertThat(store().discarded()).containsExactly(segment.key());
    assertThat(store().jobs.claim("w", Lane.VIDEO, 1, Duration.ZERO)).isEmpty();
    assertThat(store().announced(id)).isEqualTo(media.version());
  }

  @Test
  default void what_is_published_is_found_under_its_slug_in_order() {
    NewMedia created = store().newMedia(new Owners(ALICE, Set.of(BOB, new UserId(3))), 10);
    MediaId id = created.id();
    store().media.create(created, UNLIMITED);
    store().media.append(id, store().segment(id, 0, 10));
    store().media.finalizeUpload(id, Lane.VIDEO);
    assertThat(store().media.findPublished(created.slug())).isEmpty();

    Instant expires = Instant.ofEpochMilli(store().clock.millis()).plusSeconds(60);
    List<Variant> variants = List.of(
        variant(id, "b.mp4"), new Variant("a.jpg", "image/jpeg", id + "/out/1.r/a.jpg", 5, 64, 36, 0));
    store().jobs.succeed(claim("w"), FACTS, variants, SourceUse.NONE, expires);

    Instant finished = Objects.requireNonNull(store().row(id).times().finished());
    assertThat(store().media.findPublished(created.slug()))
        .contains(new PublishedMedia(
            created.slug(), created.owners(), MediaCategory.TWEET_VIDEO, finished, expires,
            Duration.ofMillis(1500), variants, List.of()));
    assertThat(store().media.findPublished("other")).isEmpty();
  }

  @Test
  default void segments_that_are_kept_as_the_source_do_not_become_garbage() {
    MediaId id = store().pending();
    String source = store().media.segments(id).getFirst().key();
    store().jobs.succeed(claim("w"), FACTS, List.of(variant(id, "v.mp4")), SourceUse.KEPT, null);

    assertThat(store().discarded()).isEmpty();
    assertThat(store().media.namedKeys(id)).containsExactlyInAnyOrder(source, variant(id, "v.mp4").key());
    assertThat(store().row(id).times().expires()).isNull();
    assertThat(store().row(id).variantsComplete()).isTrue();
    assertThat(store().jobs.waiting(Lane.REST)).isZero();

    MediaId failed = store().pending();
    store().jobs.fail(claim("w"), MediaError.of(FailureReason.INTERNAL, "x"), SourceUse.KEPT, null);
    assertThat(store().discarded()).isEmpty();
    assertThat(store().media.segments(failed)).hasSize(1);
  }

  @Test
  default void failure_is_remembered_and_discards_the_segments() {
    MediaId id = store().pending();
    Segment segment = store().media.segments(id).getFirst();
    MediaError error = MediaError.limit(FailureReason.DURATION_TOO_LONG, "Too long.", "duration_millis", 140_000, 150_000);
    ClaimedJob job = claim("w");
    store().jobs.heartbeat(job, 12, LEASE);
    boolean ended = store().jobs.fail(job, error, SourceUse.NONE, store().clock.instant().plusSeconds(60));

    Media media = store().row(id);
    assertThat(ended).isTrue();
    assertThat(media.state()).isEqualTo(MediaState.FAILED);
    assertThat(media.error()).isEqualTo(error);
    assertThat(media.progressPercent()).isEqualTo(12);
    assertThat(media.times().expires()).isNotNull();
    assertThat(store().media.segments(id)).isEmpty();
    assertThat(store().discarded()).containsExactly(segment.key());
    assertThat(store().jobs.waiting(Lane.VIDEO)).isZero();
  }

  @Test
  default void progress_never_falls() {
    MediaId id = store().pending();
    ClaimedJob job = claim("w");
    assertThat(store().jobs.heartbeat(job, 40, LEASE)).isTrue();
    long version = store().row(id).version();
    assertThat(store().jobs.heartbeat(job, 30, LEASE)).isTrue();
    assertThat(store().row(id).progressPercent()).isEqualTo(40);
    assertThat(store().row(id).version()).isEqualTo(version);

    store().jobs.release(job, store().clock.instant(), ReleaseReason.FAILURE);
    assertThat(store().row(id).progressPercent()).isEqualTo(40);
    store().jobs.heartbeat(claim("w"), 5, LEASE);
    assertThat(store().row(id).progressPercent()).isEqualTo(40);
  }

  @Test
  default void what_time_added_to_a_percentage_while_a_job_stood_still_is_kept_when_it_moves_on() {
    MediaId id = store().pending();
    ClaimedJob job = claim("w");
    Instant began = Objects.requireNonNull(store().row(id).times().progressed());
    for (int percent : List.of(0, 0, 0, 2)) {
      store().clock.advance(Duration.ofSeconds(25));
      store().jobs.heartbeat(job, percent, LEASE);
    }

    // 100 s are three steps of 30 s, of which the work has made up for two.
    assertThat(store().row(id).idlePercent()).isEqualTo(1);
    assertThat(store().row(id).times().progressed()).isEqualTo(began.plusSeconds(90));
  }

  @Test
  default void a_heartbeat_keeps_a_job_that_would_otherwise_be_taken_over() {
    store().pending();
    ClaimedJob job = claim("w");
    store().clock.advance(LEASE.minusSeconds(5));
    store().jobs.heartbeat(job, 1, LEASE);
    store().clock.advance(LEASE.minusSeconds(5));
    assertThat(store().jobs.claim("other", Lane.VIDEO, 1, LEASE)).isEmpty();
  }

  @Test
  default void a_worker_that_lost_its_lease_changes_nothing() {
    MediaId id = store().pending();
    ClaimedJob stale = claim("w");
    store().clock.advance(LEASE.plusSeconds(1));
    ClaimedJob taken = claim("w");
    assertThat(taken.attempt()).isEqualTo(2);
    assertThat(taken.interruptions()).isEqualTo(1);
    Media before = store().row(id);

    assertThat(store().jobs.heartbeat(stale, 99, LEASE)).isFalse();
    assertThat(store().jobs.succeed(stale, FACTS, List.of(variant(id, "v")), SourceUse.NONE, null)).isFalse();
    assertThat(store().jobs.fail(stale, MediaError.of(FailureReason.INTERNAL, "x"), SourceUse.NONE, null)).isFalse();
    assertThat(store().jobs.release(stale, store().clock.instant(), ReleaseReason.FAILURE)).isFalse();
    assertThat(store().jobs.moveTo(stale, Lane.QUICK)).isFalse();

    assertThat(store().row(id)).isEqualTo(before);
    assertThat(store().media.variants(id)).isEmpty();
    assertThat(store().media.segments(id)).hasSize(1);
    assertThat(store().discarded()).isEmpty();
    assertThat(store().jobs.succeed(taken, FACTS, List.of(), SourceUse.NONE, null)).isTrue();
    assertThat(store().jobs.succeed(taken, FACTS, List.of(), SourceUse.NONE, null)).isFalse();
  }

  @Test
  default void a_released_job_comes_back_when_it_is_due_and_counts_why() {
    MediaId id = store().pending();
    store().jobs.release(claim("w"), store().clock.instant().plusSeconds(600), ReleaseReason.FAILURE);
    assertThat(store().row(id).state()).isEqualTo(MediaState.PENDING);
    assertThat(store().jobs.claim("w", Lane.VIDEO, 1, LEASE)).isEmpty();

    store().clock.advance(Duration.ofSeconds(601));
    ClaimedJob second = claim("w");
    assertThat(second).extracting(ClaimedJob::attempt, ClaimedJob::failures, ClaimedJob::interruptions).containsExactly(2, 1, 0);
    store().jobs.release(second, store().clock.instant().minusSeconds(1), ReleaseReason.INTERRUPTION);
    ClaimedJob third = claim("w");
    assertThat(third).extracting(ClaimedJob::attempt, ClaimedJob::failures, ClaimedJob::interruptions).containsExactly(3, 1, 1);
    store().jobs.release(third, store().clock.instant().minusSeconds(1), ReleaseReason.OUTAGE);
    ClaimedJob fourth = claim("w");
    assertThat(fourth).extracting(ClaimedJob::attempt, ClaimedJob::failures, ClaimedJob::interruptions).containsExactly(4, 1, 1);
    assertThat(fourth.media().times().started()).isEqualTo(second.media().times().started());
    assertThat(fourth.media().times().attemptStarted()).isAfter(second.media().times().started());
  }

  @Test
  default void a_job_moves_to_another_lane_uncounted() {
    MediaId id = store().pending();
    assertThat(store().jobs.moveTo(claim("w"), Lane.QUICK)).isTrue();
    assertThat(store().row(id).state()).isEqualTo(MediaState.PENDING);
    assertThat(store().jobs.claim("w", Lane.VIDEO, 1, LEASE)).isEmpty();
    assertThat(store().jobs.claim("w", Lane.QUICK, 1, LEASE))
        .singleElement()
        .extracting(ClaimedJob::failures, ClaimedJob::interruptions)
        .containsExactly(0, 0);
  }

  @Test
  default void the_holder_of_the_data_folder_reclaims_every_lease_at_once() {
    MediaId claimed = store().pending();
    ClaimedJob before = claim("dead");
    MediaId waiting = store().pending();

    assertThat(store().jobs.reclaimAll()).isEqualTo(1);
    assertThat(store().row(claimed).state()).isEqualTo(MediaState.PENDING);
    assertThat(store().jobs.heartbeat(before, 1, LEASE)).isFalse();
    assertThat(store().jobs.claim("w", Lane.VIDEO, 10, LEASE))
        .extracting(job -> job.media().id(), ClaimedJob::interruptions)
        .containsExactly(tuple(claimed, 1), tuple(waiting, 0));
  }

  @Test
  default void uploaders_take_turns_however_many_jobs_one_of_them_has() {
    List<MediaId> many = Stream.generate(() -> store().pending(ALICE)).limit(100).toList();
    MediaId one = store().pending(BOB);
    MediaId another = store().pending(BOB);
    assertThat(store().row(one).queuedAhead()).isEqualTo(1);
    assertThat(store().jobs.ahead(one).waiting()).isEqualTo(1);
    assertThat(store().jobs.ahead(another).waiting()).isEqualTo(3);
    assertThat(store().jobs.ahead(many.getLast()).waiting()).isEqualTo(101);

    assertThat(claim("w").media().id()).isEqualTo(many.get(0));
    assertThat(claim("w").media().id()).isEqualTo(one);
    assertThat(store().jobs.claim("w", Lane.VIDEO, 3, LEASE))
        .extracting(job -> job.media().id())
        .containsExactly(many.get(1), another, many.get(2));
  }

  @Test
  default void who_comes_when_others_have_long_been_served_gets_the_next_turn_and_no_more() {
    List<MediaId> many = Stream.generate(() -> store().pending(ALICE)).limit(20).toList();
    store().jobs.claim("w", Lane.VIDEO, 10, LEASE).forEach(job -> store().jobs.succeed(job, FACTS, List.of(), SourceUse.NONE, null));
    MediaId one = store().pending(BOB);
    MediaId another = store().pending(BOB);

    assertThat(store().jobs.claim("w", Lane.VIDEO, 4, LEASE))
        .extracting(job -> job.media().id())
        .containsExactly(many.get(10), one, many.get(11), another);
  }

  @Test
  default void a_job_that_changes_lanes_takes_its_turn_in_the_new_one() {
    List<MediaId> waiting = Stream.generate(() -> store().pending(ALICE)).limit(5).toList();
    List<ClaimedJob> slow = store().jobs.claim("w", Lane.VIDEO, waiting.size(), LEASE);
    slow.forEach(job -> store().jobs.moveTo(job, Lane.QUICK));

    assertThat(waiting.stream().map(store().jobs::ahead))
        .extracting(Backlog::lane, Backlog::waiting)
        .containsExactly(IntStream.range(0, 5).mapToObj(ahead -> tuple(Lane.QUICK, ahead)).toArray(Tuple[]::new));
  }

  @Test
  default void the_queue_knows_how_many_wait_and_how_many_are_ahead() {
    MediaId first = store().pending();
    MediaId second = store().pending();
    MediaId third = store().pending();
    assertThat(store().jobs.waiting(Lane.VIDEO)).isEqualTo(3);
    assertThat(store().jobs.ahead(first)).isEqualTo(new Backlog(Lane.VIDEO, 0, 0, 0));
    assertThat(store().jobs.ahead(third)).isEqualTo(new Backlog(Lane.VIDEO, 2, 0, 0));

    ClaimedJob claimed = claim("w");
    assertThat(store().jobs.waiting(Lane.VIDEO)).isEqualTo(2);
    assertThat(store().jobs.ahead(first)).as("not waiting").isEqualTo(Backlog.NONE);
    long bytes = store().row(first).totalBytes();
    assertThat(store().jobs.ahead(second)).isEqualTo(new Backlog(Lane.VIDEO, 0, 1, bytes));
    assertThat(store().jobs.ahead(third)).isEqualTo(new Backlog(Lane.VIDEO, 1, 1, bytes));
    store().jobs.heartbeat(claimed, 60, LEASE);
    assertThat(store().jobs.ahead(second)).isEqualTo(new Backlog(Lane.VIDEO, 0, 1, bytes * 40 / 100));
    assertThat(store().jobs.ahead(store().nextId())).isEqualTo(Backlog.NONE);
  }

  private ClaimedJob claim(String worker) {
    return store().jobs.claim(worker, Lane.VIDEO, 1, LEASE).getFirst();
  }
}
