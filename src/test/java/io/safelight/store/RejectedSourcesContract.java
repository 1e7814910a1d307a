package io.safelight.store;

import static io.safelight.store.StoreFixture.ALICE;
import static io.safelight.store.StoreFixture.BOB;
import static io.safelight.store.StoreFixture.LEASE;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.media.ClaimedJob;
import io.safelight.media.FailureReason;
import io.safelight.media.Lane;
import io.safelight.media.MediaError;
import io.safelight.media.MediaId;
import io.safelight.media.Reprocessing;
import io.safelight.media.SourceUse;
import io.safelight.media.UserId;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is kept of uploads that were refused. Each has ten bytes. */
interface RejectedSourcesContract extends StoreContract {

  @Test
  default void the_latest_files_of_a_user_are_kept_and_the_others_become_garbage() {
    MediaId oldest = failed(ALICE, FailureReason.CORRUPT);
    MediaId older = failed(ALICE, FailureReason.TRUNCATED);
    MediaId latest = failed(ALICE, FailureReason.DURATION_TOO_LONG);
    MediaId other = failed(BOB, FailureReason.CORRUPT);
    String key = store().media.segments(oldest).getFirst().key();

    store().media.keepRejected(ALICE, 29);

    assertThat(List.of(oldest, older, latest, other)).filteredOn(this::isKept).containsExactly(older, latest, other);
    assertThat(store().discarded()).containsExactly(key);
    assertThat(store().media.reprocess(List.of(oldest), null)).containsExactly(Reprocessing.NO_SOURCE);
  }

  @Test
  default void what_failed_by_the_servers_fault_or_is_tried_again_stays() {
    MediaId internal = failed(ALICE, FailureReason.INTERNAL);
    MediaId slow = failed(ALICE, FailureReason.TIMED_OUT);
    MediaId again = failed(ALICE, FailureReason.CORRUPT);
    MediaId refused = failed(ALICE, FailureReason.CORRUPT);
    assertThat(store().media.reprocess(List.of(again), null)).containsExactly(Reprocessing.QUEUED);

    store().media.keepRejected(ALICE, 0);

    assertThat(List.of(internal, slow, again, refused)).filteredOn(this::isKept).containsExactly(internal, slow, again);
  }

  @Test
  default void however_small_no_more_than_a_hundred_are_kept() {
    List<MediaId> all = IntStream.range(0, 103).mapToObj(_ -> failed(ALICE, FailureReason.CORRUPT)).toList();

    store().media.keepRejected(ALICE, Long.MAX_VALUE);
    store().media.keepRejected(ALICE, Long.MAX_VALUE);

    assertThat(all).filteredOn(this::isKept).isEqualTo(all.subList(3, 103));
  }

  private boolean isKept(MediaId id) {
    return !store().media.segments(id).isEmpty();
  }

  private MediaId failed(UserId uploader, FailureReason reason) {
    MediaId id = store().pending(uploader);
    ClaimedJob job = store().jobs.claim("w", Lane.VIDEO, 1, LEASE).getFirst();
    assertThat(job.media().id()).isEqualTo(id);
    assertThat(
            store().jobs.fail(
                job, MediaError.of(reason, "No."), SourceUse.KEPT, store().clock.instant().plus(Duration.ofDays(1))))
        .isTrue();
    return id;
  }
}
