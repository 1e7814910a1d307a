package io.safelight.store;

import static io.safelight.store.StoreFixture.ALICE;
import static io.safelight.store.StoreFixture.BOB;
import static io.safelight.store.StoreFixture.UNLIMITED;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.media.Admission;
import io.safelight.media.AppendOutcome;
import io.safelight.media.FinalizeOutcome;
import io.safelight.media.Lane;
import io.safelight.media.Media;
import io.safelight.media.MediaCategory;
import io.safelight.media.MediaId;
import io.safelight.media.MediaState;
import io.safelight.media.NewMedia;
import io.safelight.media.Owners;
import io.safelight.media.Segment;
import io.safelight.media.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Uploads, from INIT to FINALIZE. */
interface MediaContract extends StoreContract {

  @Test
  default void a_created_media_is_found_as_it_was_named() {
    Instant created = Instant.ofEpochMilli(store().clock.millis());
    NewMedia named = new NewMedia(
        store().nextId(),
        new Owners(ALICE, Set.of(BOB, new UserId(3))),
        MediaCategory.DM_GIF,
        false,
        "image/gif",
        4711,
        "slug",
        created,
        created.plusSeconds(60));
    Admission.Outcome outcome = store().media.create(named, UNLIMITED);

    Media found = store().row(named.id());
    assertThat(outcome).isEqualTo(new Admission.Outcome.Admitted(found));
    assertThat(found.owners()).isEqualTo(named.owners());
    assertThat(found.category()).isEqualTo(MediaCategory.DM_GIF);
    assertThat(found.categoryNamed()).isFalse();
    assertThat(found.mediaType()).isEqualTo("image/gif");
    assertThat(found.totalBytes()).isEqualTo(4711);
    assertThat(found.bytesReceived()).isZero();
    assertThat(found.state()).isEqualTo(MediaState.OPEN);
    assertThat(found.times().created()).isEqualTo(created);
    assertThat(found.times().expires()).isEqualTo(created.plusSeconds(60));
    assertThat(found.times().finalized()).isNull();
    assertThat(found.facts()).isNull();
    assertThat(found.error()).isNull();
    assertThat(store().media.findPublished("slug")).isEmpty();
    assertThat(store().announced(named.id())).isEqualTo(found.version());
  }

  @Test
  default void a_media_is_found_for_its_owners_alone_and_as_an_upload_for_its_uploader() {
    UserId carol = new UserId(3);
    NewMedia shared = store().newMedia(new Owners(ALICE, Set.of(BOB)), 10);
    store().media.create(shared, UNLIMITED);
    Media row = store().row(shared.id());

    assertThat(store().media.findUsable(shared.id(), ALICE)).contains(row);
    assertThat(store().media.findUsable(shared.id(), BOB)).contains(row);
    assertThat(store().media.findUsable(shared.id(), carol)).isEmpty();
    assertThat(store().media.findUploaded(shared.id(), ALICE)).contains(row);
    assertThat(store().media.findUploaded(shared.id(), BOB)).isEmpty();
    assertThat(store().media.findUploaded(shared.id(), carol)).isEmpty();

    store().clock.advance(Duration.ofDays(2));
    assertThat(store().media.findUsable(shared.id(), BOB)).isEmpty();
    assertThat(store().media.findUploaded(shared.id(), ALICE)).isEmpty();
  }

  @Test
  default void an_unknown_media_takes_nothing() {
    MediaId unknown = store().nextId();
    assertThat(store().media.find(unknown)).isEmpty();
    assertThat(store().media.append(unknown, store().segment(unknown, 0, 1))).isEqualTo(new AppendOutcome.Gone());
    assertThat(store().media.finalizeUpload(unknown, Lane.VIDEO)).isEqualTo(new FinalizeOutcome.Gone());
    assertThat(store().media.describe(unknown, "text")).isFalse();
    assertThat(store().media.unkeep(unknown, Duration.ofDays(1))).isFalse();
    assertThat(store().media.segments(unknown)).isEmpty();
    assertThat(store().media.namedKeys(unknown)).isEmpty();
  }

  @Test
  default void segments_come_back_in_order_of_their_index() {
    MediaId id = store().open(100);
    Segment last = store().segment(id, 10, 0);
    Segment second = store().segment(id, 2, 20);
    Segment first = store().segment(id, 1, 30);
    assertThat(store().media.append(id, last)).isInstanceOf(AppendOutcome.Stored.class);
    assertThat(store().media.append(id, second)).isInstanceOf(AppendOutcome.Stored.class);
    AppendOutcome outcome = store().media.append(id, first);

    assertThat(outcome).isEqualTo(new AppendOutcome.Stored(store().row(id), 3, null));
    assertThat(store().row(id).bytesReceived()).isEqualTo(50);
    assertThat(store().media.segments(id)).containsExactly(first, second, last);
    assertThat(store().media.segment(id, 2)).contains(second);
    assertThat(store().media.segment(id, 3)).isEmpty();
    assertThat(store().media.namedKeys(id)).containsExactlyInAnyOrder(first.key(), second.key(), last.key());
  }

  @Test
  default void the_key_of_a_replaced_segment_becomes_garbage() {
    MediaId id = store().open(100);
    Segment old = store().segment(id, 0, 60);
    Segment replacement = store().segment(id, 0, 100);
    store().media.append(id, old);
    AppendOutcome outcome = store().media.append(id, replacement);

    assertThat(outcome).isEqualTo(new AppendOutcome.Stored(store().row(id), 1, old.key()));
    assertThat(store().row(id).bytesReceived()).isEqualTo(100);
    assertThat(store().media.segments(id)).containsExactly(replacement);
    assertThat(store().discarded()).containsExactly(old.key());
  }

  @Test
  default void garbage_is_left_alone_for_a_moment_and_forgotten_when_deleted() {
    MediaId id = store().open(100);
    Segment old = store().segment(id, 0, 60);
    store().media.append(id, old);
    store().media.append(id, store().segment(id, 0, 61));

    Instant now = store().clock.instant();
    assertThat(store().garbage.due(now, 10)).isEmpty();
    assertThat(store().garbage.due(now.plus(MediaTransaction.GRACE), 10)).containsExactly(old.key());
    store().garbage.forget(List.of(old.key(), "another"));
    assertThat(store().discarded()).isEmpty();
  }

  @Test
  default void an_append_that_passes_the_declared_size_changes_nothing() {
    MediaId id = store().open(100);
    store().media.append(id, store().segment(id, 0, 60));
    Media before = store().row(id);
    List<Segment> segments = store().media.segments(id);

    assertThat(store().media.append(id, store().segment(id, 1, 41))).isEqualTo(new AppendOutcome.ExceedsTotal(100, 101));
    assertThat(store().media.append(id, store().segment(id, 0, 101))).isEqualTo(new AppendOutcome.ExceedsTotal(100, 101));
    assertThat(store().row(id)).isEqualTo(before);
    assertThat(store().media.segments(id)).isEqualTo(segments);
    assertThat(store().discarded()).isEmpty();
  }

  @Test
  default void finalize_waits_for_all_bytes_whatever_the_numbering() {
    MediaId id = store().open(100);
    store().media.append(id, store().segment(id, 1, 60));
    Media before = store().row(id);
    assertThat(store().media.finalizeUpload(id, Lane.VIDEO)).isEqualTo(new FinalizeOutcome.Incomplete(before));
    assertThat(store().row(id)).isEqualTo(before);

    store().media.append(id, store().segment(id, 7, 40));
    FinalizeOutcome outcome = store().media.finalizeUpload(id, Lane.VIDEO);
    Media finalized = store().row(id);
    assertThat(outcome).isEqualTo(new FinalizeOutcome.Finalized(finalized));
    assertThat(finalized.state()).isEqualTo(MediaState.PENDING);
    assertThat(finalized.times().finalized()).isNotNull();
    assertThat(finalized.times().expires()).isNull();
    assertThat(store().jobs.waiting(Lane.VIDEO)).isEqualTo(1);
    assertThat(store().jobs.waiting(Lane.QUICK)).isZero();
  }

  @Test
  default void a_finalized_upload_takes_no_more_segments_and_is_finalized_once() {
    MediaId id = store().open(10);
    store().media.append(id, store().segment(id, 0, 10));
    store().media.finalizeUpload(id, Lane.VIDEO);
    Media finalized = store().row(id);
    List<Segment> segments = store().media.segments(id);

    assertThat(store().media.append(id, store().segment(id, 0, 10))).isEqualTo(new AppendOutcome.NotOpen(finalized));
    assertThat(store().media.finalizeUpload(id, Lane.QUICK)).isEqualTo(new FinalizeOutcome.AlreadyFinalized(finalized));
    assertThat(store().row(id)).isEqualTo(finalized);
    assertThat(store().media.segments(id)).isEqualTo(segments);
    assertThat(store().jobs.waiting(Lane.VIDEO)).isEqualTo(1);
  }

  @Test
  default void an_abandoned_upload_is_gone_with_its_reservation_and_all_its_keys() {
    Admission one = new Admission(1, 100, 100);
    NewMedia failed = store().newMedia(ALICE, 100);
    store().media.create(failed, one);
    store().media.append(failed.id(), store().segment(failed.id(), 0, 60));

    store().media.abandon(failed.id());
    assertThat(store().media.find(failed.id())).isEmpty();
    assertThat(store().media.segments(failed.id())).isEmpty();
    assertThat(store().discarded()).containsExactly(failed.id() + "/");
    assertThat(store().announced(failed.id())).isEqualTo(Long.MAX_VALUE);
    assertThat(store().media.create(store().newMedia(ALICE, 100), one)).isInstanceOf(Admission.Outcome.Admitted.class);

    store().media.abandon(failed.id());
    assertThat(store().discarded()).containsExactly(failed.id() + "/");
  }

  @Test
  default void a_finalized_media_cannot_be_abandoned() {
    MediaId pending = store().pending();
    Media before = store().row(pending);

    store().media.abandon(pending);
    assertThat(store().row(pending)).isEqualTo(before);
    assertThat(store().discarded()).isEmpty();
  }

  @Test
  default void finalize_remembers_how_many_jobs_were_ahead() {
    store().pending();
    store().pending();
    assertThat(store().row(store().pending()).queuedAhead()).isEqualTo(2);

    MediaId quick = store().open(10);
    store().media.append(quick, store().segment(quick, 0, 10));
    store().media.finalizeUpload(quick, Lane.QUICK);
    assertThat(store().row(quick).queuedAhead()).isZero();
  }

  @Test
  default void what_was_shown_of_the_queue_never_falls_and_is_no_change_to_be_announced() {
    MediaId id = store().pending();
    Media before = store().row(id);

    store().media.noteQueuePercent(id, 7);
    store().media.noteQueuePercent(id, 3);

    assertThat(store().row(id).queuePercent()).isEqualTo(7);
    assertThat(store().row(id).version()).isEqualTo(before.version());
  }

  @Test
  default void a_description_is_set_and_removed() {
    MediaId id = store().open(10);
    assertThat(store().media.describe(id, "A lamp, \u00e9t\u00e9")).isTrue();
    assertThat(store().row(id).altText()).isEqualTo("A lamp, \u00e9t\u00e9");
    assertThat(store().media.describe(id, null)).isTrue();
    assertThat(store().row(id).altText()).isNull();
  }

  @Test
  default void every_change_raises_the_version_and_is_announced() {
    MediaId id = store().open(10);
    long created = store().row(id).version();
    store().media.append(id, store().segment(id, 0, 10));
    long appended = store().row(id).version();
    store().media.finalizeUpload(id, Lane.VIDEO);
    long finalized = store().row(id).version();

    assertThat(appended).isGreaterThan(created);
    assertThat(finalized).isGreaterThan(appended);
    assertThat(store().announced(id)).isEqualTo(finalized);
  }

  @Test
  default void admission_counts_the_uploads_and_bytes_that_are_open() {
    Admission two = new Admission(2, 1000, Long.MAX_VALUE);
    store().media.create(store().newMedia(ALICE, 400), two);
    store().media.create(store().newMedia(BOB, 400), two);
    assertThat(store().media.create(store().newMedia(ALICE, 601), two))
        .isEqualTo(new Admission.Outcome.TooManyBytes(1000, 1001));
    assertThat(store().media.create(store().newMedia(ALICE, 600), two)).isInstanceOf(Admission.Outcome.Admitted.class);
    assertThat(store().media.create(store().newMedia(ALICE, 0), two))
        .isEqualTo(new Admission.Outcome.TooManyUploads(2, 3));

    store().clock.advance(Duration.ofDays(2));
    assertThat(store().media.create(store().newMedia(ALICE, 1000), two)).isInstanceOf(Admission.Outcome.Admitted.class);
  }

  @Test
  default void admission_reserves_the_bytes_that_everybody_may_still_send() {
    Admission disk = new Admission(100, Long.MAX_VALUE, 1000);
    MediaId open = store().open(900);
    assertThat(store().media.create(store().newMedia(BOB, 101), disk)).isEqualTo(new Admission.Outcome.NoSpace());
    store().media.append(open, store().segment(open, 0, 500));
    assertThat(store().media.create(store().newMedia(BOB, 601), disk)).isEqualTo(new Admission.Outcome.NoSpace());
    assertThat(store().media.create(store().newMedia(BOB, 600), disk)).isInstanceOf(Admission.Outcome.Admitted.class);
  }
}
