package io.safelight.store;

import static io.safelight.store.StoreFixture.ALICE;
import static io.safelight.store.StoreFixture.ALL_THERE;
import static io.safelight.store.StoreFixture.BOB;
import static io.safelight.store.StoreFixture.LEASE;
import static io.safelight.store.StoreFixture.variant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.safelight.media.AppendOutcome;
import io.safelight.media.ClaimedJob;
import io.safelight.media.FinalizeOutcome;
import io.safelight.media.GateOutcome;
import io.safelight.media.Lane;
import io.safelight.media.MediaId;
import io.safelight.media.Segment;
import io.safelight.post.PostRepository.NewPost;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When media go, and what holds them. */
interface ExpiryContract extends StoreContract {
  Duration RETENTION = Duration.ofHours(6);

  @Test
  default void an_expired_media_is_gone_for_everybody_before_it_is_deleted() {
    MediaId id = store().open(10);
    MediaId ready = store().succeeded();
    String slug = store().row(ready).slug();
    assertThat(store().media.findPublished(slug)).isPresent();
    store().clock.advance(Duration.ofDays(1).plusSeconds(1));

    assertThat(store().media.find(id)).isEmpty();
    assertThat(store().media.findPublished(slug)).isEmpty();
    assertThat(store().media.append(id, store().segment(id, 0, 1))).isEqualTo(new AppendOutcome.Gone());
    assertThat(store().media.finalizeUpload(id, Lane.VIDEO)).isEqualTo(new FinalizeOutcome.Gone());
    assertThat(store().media.describe(id, "x")).isFalse();
    assertThat(store().media.keep(id, ALICE, ALL_THERE)).isEqualTo(new GateOutcome.NotFound(List.of(id)));
  }

  @Test
  default void deleting_makes_everything_below_the_media_garbage() {
    MediaId expired = store().open(10);
    Segment segment = store().segment(expired, 0, 5);
    store().media.append(expired, segment);
    MediaId alive = store().succeeded();
    store().garbage.forget(store().discarded());

    Instant now = store().clock.instant();
    assertThat(store().media.deleteExpired(now, 10)).isEmpty();
    store().clock.advance(Duration.ofHours(12));
    store().jobs.heartbeat(claimNew(), 1, LEASE);
    assertThat(store().media.keep(alive, ALICE, ALL_THERE)).isInstanceOf(GateOutcome.Open.class);
    store().clock.advance(Duration.ofHours(13));
    assertThat(store().media.deleteExpired(store().clock.instant(), 10)).containsExactly(expired);

    assertThat(store().discarded()).containsExactly(expired + "/");
    assertThat(store().media.segments(expired)).isEmpty();
    assertThat(store().announced(expired)).isEqualTo(Long.MAX_VALUE);
    assertThat(store().media.find(alive)).isPresent();
    assertThat(store().media.variants(alive)).containsExactly(variant(alive, "720p.mp4"));
  }

  @Test
  default void what_waits_or_is_processed_never_expires() {
    MediaId processed = store().pending();
    store().jobs.claim("w", Lane.VIDEO, 1, LEASE);
    MediaId waiting = store().pending();
    store().clock.advance(Duration.ofDays(10_000));

    assertThat(store().media.deleteExpired(store().clock.instant(), 10)).isEmpty();
    assertThat(store().media.find(processed)).isPresent();
    assertThat(store().media.find(waiting)).isPresent();
  }

  @Test
  default void deletion_stops_at_the_number_asked_for() {
    List<MediaId> oldestFirst = List.of(store().open(1), store().open(1), store().open(1));
    store().clock.advance(Duration.ofDays(2));
    assertThat(store().media.deleteExpired(store().clock.instant(), 2)).hasSize(2);
    assertThat(store().media.deleteExpired(store().clock.instant(), 2)).hasSize(1).isSubsetOf(oldestFirst);
  }

  @Test
  default void keeping_stops_expiry_and_ending_it_starts_the_retention() {
    MediaId id = store().succeeded();
    GateOutcome outcome = store().media.keep(id, ALICE, ALL_THERE);
    assertThat(outcome).isEqualTo(new GateOutcome.Open(List.of(store().row(id))));
    assertThat(store().row(id).times().expires()).isNull();

    assertThat(store().media.unkeep(id, RETENTION)).isTrue();
    assertExpiresIn(id, RETENTION);
  }

  @Test
  default void a_gate_does_not_see_the_media_of_somebody_else() {
    MediaId id = store().succeeded();
    var before = store().row(id);
    GateOutcome outcome = store().media.keep(id, BOB, (named, media) -> {
      assertThat(media).isEmpty();
      return new GateOutcome.NotFound(named);
    });
    assertThat(outcome).isEqualTo(new GateOutcome.NotFound(List.of(id)));
    assertThat(store().row(id)).isEqualTo(before);
  }

  @Test
  default void ending_a_keep_that_never_was_changes_nothing() {
    MediaId id = store().succeeded();
    var before = store().row(id);
    assertThat(store().media.unkeep(id, RETENTION)).isTrue();
    assertThat(store().row(id)).isEqualTo(before);
  }

  @Test
  default void a_gate_that_stays_shut_leaves_the_media_as_it_was() {
    MediaId id = store().succeeded();
    var before = store().row(id);
    GateOutcome shut = new GateOutcome.NotReady(before);
    assertThat(store().media.keep(id, ALICE, (named, media) -> shut)).isEqualTo(shut);
    assertThat(store().row(id)).isEqualTo(before);
  }

  @Test
  default void expiry_restarts_only_when_the_last_hold_ends() {
    store().account(ALICE, "alice");
    MediaId id = store().succeeded();
    long first = post(id);
    long second = post(id);
    store().media.keep(id, ALICE, ALL_THERE);
    assertThat(store().row(id).times().expires()).isNull();

    store().posts.delete(first, ALICE, RETENTION);
    assertThat(store().row(id).times().expires()).isNull();
    store().media.unkeep(id, RETENTION);
    assertThat(store().row(id).times().expires()).isNull();
    store().posts.delete(second, ALICE, RETENTION);
    assertExpiresIn(id, RETENTION);
  }

  private long post(MediaId media) {
    long id = store().nextId().value();
    store().posts.create(new NewPost(id, ALICE, "text", "app", store().clock.instant()), List.of(media), ALL_THERE);
    return id;
  }

  private ClaimedJob claimNew() {
    store().pending();
    return store().jobs.claim("w", Lane.VIDEO, 1, Duration.ofDays(100)).getFirst();
  }

  private void assertExpiresIn(MediaId id, Duration time) {
    assertThat(store().row(id).times().expires())
        .isCloseTo(store().clock.instant().plus(time), within(1, ChronoUnit.MINUTES));
  }
}
