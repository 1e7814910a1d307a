package io.safelight.store;

import static io.safelight.store.StoreFixture.ALICE;
import static io.safelight.store.StoreFixture.LEASE;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.media.Admission;
import io.safelight.media.AppendOutcome;
import io.safelight.media.ClaimedJob;
import io.safelight.media.FinalizeOutcome;
import io.safelight.media.Lane;
import io.safelight.media.MediaId;
import io.safelight.media.MediaState;
import io.safelight.media.Segment;
import io.safelight.post.PostRepository.NewPost;
import io.safelight.post.Posting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What must hold when several do it at once. Each test repeats its race, because one round proves little. */
interface RaceContract extends StoreContract {
  int ROUNDS = 150;

  @Test
  default void the_segments_of_a_finalized_upload_add_up_and_never_change() {
    for (int round = 0; round < ROUNDS; round++) {
      MediaId id = store().open(100);
      store().media.append(id, store().segment(id, 0, 60));
      store().media.append(id, store().segment(id, 1, 40));
      List<Callable<Object>> callers = List.of(
          () -> store().media.append(id, store().segment(id, 0, 10)),
          () -> store().media.finalizeUpload(id, Lane.VIDEO),
          () -> store().media.append(id, store().segment(id, 1, 40)),
          () -> store().media.append(id, store().segment(id, 0, 60)),
          () -> store().media.finalizeUpload(id, Lane.VIDEO));
      Race.run(callers);

      List<Segment> segments = store().media.segments(id);
      long sum = segments.stream().mapToLong(Segment::size).sum();
      assertThat(store().row(id).bytesReceived()).isEqualTo(sum);
      if (store().row(id).state() == MediaState.PENDING) {
        assertThat(sum).isEqualTo(100);
      }
      // Every segment that was stored and is named no more is garbage: nothing leaks, nothing needed is thrown away.
      assertThat(store().discarded()).doesNotContainAnyElementsOf(segments.stream().map(Segment::key).toList());
    }
  }

  @Test
  default void a_segment_that_was_acknowledged_after_finalize_was_refused_is_in_the_upload() {
    for (int round = 0; round < ROUNDS; round++) {
      MediaId id = store().open(100);
      store().media.append(id, store().segment(id, 0, 60));
      Segment last = store().segment(id, 1, 40);
      List<Object> outcomes = Race.run(List.<Callable<Object>>of(
          () -> store().media.append(id, last), () -> store().media.finalizeUpload(id, Lane.VIDEO)));

      assertThat(outcomes.getFirst()).isInstanceOf(AppendOutcome.Stored.class);
      assertThat(store().media.segment(id, 1)).contains(last);
      boolean finalized = outcomes.getLast() instanceof FinalizeOutcome.Finalized;
      assertThat(store().row(id).state()).isEqualTo(finalized ? MediaState.PENDING : MediaState.OPEN);
    }
  }

  @Test
  default void of_two_appends_of_one_index_one_wins_and_the_other_becomes_garbage() {
    for (int round = 0; round < ROUNDS; round++) {
      MediaId id = store().open(100);
      Segment small = store().segment(id, 0, 40);
      Segment large = store().segment(id, 0, 70);
      List<AppendOutcome> outcomes =
          Race.run(List.of(() -> store().media.append(id, small), () -> store().media.append(id, large)));

      assertThat(outcomes).allMatch(AppendOutcome.Stored.class::isInstance);
      Segment winner = store().media.segment(id, 0).orElseThrow();
      Segment loser = winner.equals(small) ? large : small;
      assertThat(winner).isIn(small, large);
      assertThat(store().row(id).bytesReceived()).isEqualTo(winner.size());
      assertThat(store().discarded()).contains(loser.key()).doesNotContain(winner.key());
    }
  }

  @Test
  default void parallel_appends_of_different_indices_are_all_counted() {
    for (int round = 0; round < ROUNDS / 10; round++) {
      MediaId id = store().open(1000);
      Race.run(IntStream.range(0, 16)
          .mapToObj(index -> (Callable<AppendOutcome>) () -> store().media.append(id, store().segment(id, index, index)))
          .toList());
      assertThat(store().row(id).bytesReceived()).isEqualTo(120);
      AppendOutcome more = store().media.append(id, store().segment(id, 16, 1));
      assertThat(more).isEqualTo(new AppendOutcome.Stored(store().row(id), 17, null));
    }
  }

  @Test
  default void each_job_is_claimed_by_exactly_one_of_many_workers() {
    List<MediaId> pending = IntStream.range(0, 60).mapToObj(i -> store().pending()).toList();
    List<List<ClaimedJob>> claims = Race.run(IntStream.range(0, 12)
        .mapToObj(worker -> (Callable<List<ClaimedJob>>) () -> claimAll("worker-" + worker))
        .toList());

    List<MediaId> claimed = claims.stream().flatMap(List::stream).map(job -> job.media().id()).toList();
    assertThat(claimed).containsExactlyInAnyOrderElementsOf(pending);
    assertThat(claims.stream().flatMap(List::stream)).allMatch(job -> job.attempt() == 1);
  }

  @Test
  default void no_number_of_inits_at_once_passes_a_quota() {
    for (int round = 0; round < ROUNDS / 10; round++) {
      Admission five = new Admission(5, Long.MAX_VALUE, Long.MAX_VALUE);
      List<Admission.Outcome> outcomes = Race.run(IntStream.range(0, 16)
          .mapToObj(i -> (Callable<Admission.Outcome>) () -> store().media.create(store().newMedia(ALICE, 1), five))
          .toList());
      assertThat(outcomes).filteredOn(Admission.Outcome.Admitted.class::isInstance).hasSize(5);
      store().clock.advance(Duration.ofDays(2));
    }
  }

  @Test
  default void a_media_is_posted_or_deleted_but_never_both() {
    store().account(ALICE, "alice");
    for (int round = 0; round < ROUNDS / 3; round++) {
      MediaId id = store().succeeded();
      long post = store().nextId().value();
      var almost = store().clock.instant().plus(Duration.ofDays(2));
      List<Object> outcomes = Race.run(List.<Callable<Object>>of(
          () -> store().posts.create(
              new NewPost(post, ALICE, "text", "app", store().clock.instant()), List.of(id), StoreFixture.ALL_THERE),
          () -> store().media.deleteExpired(almost, 10)));

      boolean posted = outcomes.getFirst() instanceof Posting.Created;
      assertThat(outcomes.getLast()).isEqualTo(posted ? List.of() : List.of(id));
      assertThat(store().media.find(id).isPresent()).isEqualTo(posted);
      assertThat(store().posts.find(post).isPresent()).isEqualTo(posted);
    }
  }

  @Test
  default void two_posts_that_name_the_same_media_in_opposite_order_do_not_lock_each_other_out() {
    store().account(ALICE, "alice");
    List<MediaId> media = List.of(store().succeeded(), store().succeeded());
    for (int round = 0; round < ROUNDS / 3; round++) {
      long first = store().nextId().value();
      long second = store().nextId().value();
      List<Posting> outcomes = Race.run(List.of(
          () -> store().posts.create(
              new NewPost(first, ALICE, "", "app", store().clock.instant()), media, StoreFixture.ALL_THERE),
          () -> store().posts.create(
              new NewPost(second, ALICE, "", "app", store().clock.instant()), media.reversed(), StoreFixture.ALL_THERE)));
      assertThat(outcomes).allMatch(Posting.Created.class::isInstance);
    }
  }

  private List<ClaimedJob> claimAll(String worker) {
    List<ClaimedJob> claimed = new ArrayList<>();
    for (var more = store().jobs.claim(worker, Lane.VIDEO, 2, LEASE);
        !more.isEmpty();
        more = store().jobs.claim(worker, Lane.VIDEO, 2, LEASE)) {
      claimed.addAll(more);
    }
    return claimed;
  }
}
