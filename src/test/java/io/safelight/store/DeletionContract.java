package io.safelight.store;

import static io.safelight.store.StoreFixture.ALICE;
import static io.safelight.store.StoreFixture.ALL_THERE;
import static io.safelight.store.StoreFixture.BOB;
import static io.safelight.store.StoreFixture.FACTS;
import static io.safelight.store.StoreFixture.LEASE;
import static io.safelight.store.StoreFixture.variant;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.media.AppendOutcome;
import io.safelight.media.ClaimedJob;
import io.safelight.media.Deletion;
import io.safelight.media.Lane;
import io.safelight.media.MediaId;
import io.safelight.media.SourceUse;
import io.safelight.post.Post;
import io.safelight.post.PostRepository.NewPost;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an order to delete a media leaves. */
interface DeletionContract extends StoreContract {

  @Test
  default void what_nobody_holds_goes_in_whatever_state_it_is() {
    MediaId open = store().open(10);
    MediaId pending = store().pending();
    MediaId expired = store().open(10);
    MediaId other = store().succeeded();
    store().garbage.forget(store().discarded());
    store().clock.advance(Duration.ofDays(2));

    for (MediaId id : List.of(open, pending, expired)) {
      String slug = store().media.find(id).map(row -> row.slug()).orElse("");
      Deletion outcome = store().media.delete(id, false);
      assertThat(outcome).isInstanceOf(Deletion.Deleted.class);
      if (!slug.isEmpty()) {
        assertThat(outcome).isEqualTo(new Deletion.Deleted(slug));
      }
      assertThat(store().media.find(id)).isEmpty();
      assertThat(store().announced(id)).isEqualTo(Long.MAX_VALUE);
      assertThat(store().media.delete(id, true)).as("again").isEqualTo(new Deletion.Unknown());
    }
    assertThat(store().discarded()).containsExactlyInAnyOrder(open + "/", pending + "/", expired + "/");
    assertThat(store().jobs.waiting(Lane.VIDEO)).isZero();
    assertThat(store().media.variants(other)).hasSize(1);
    assertThat(store().media.append(open, store().segment(open, 0, 1))).isEqualTo(new AppendOutcome.Gone());
  }

  @Test
  default void whoever_works_on_it_finds_the_lease_lost() {
    MediaId id = store().pending();
    ClaimedJob job = store().jobs.claim("w", Lane.VIDEO, 1, LEASE).getFirst();
    assertThat(store().media.delete(id, false)).isInstanceOf(Deletion.Deleted.class);

    assertThat(store().jobs.heartbeat(job, 50, LEASE)).isFalse();
    assertThat(store().jobs.succeed(job, FACTS, List.of(variant(id, "720p.mp4")), SourceUse.NONE, null)).isFalse();
    assertThat(store().media.find(id)).isEmpty();
    assertThat(store().media.variants(id)).isEmpty();
  }

  @Test
  default void what_is_held_goes_only_by_force_and_its_posts_stay_without_it() {
    store().account(ALICE, "alice");
    MediaId id = store().succeeded();
    MediaId second = store().succeeded();
    long post = post(List.of(id, second));
    post(List.of(id));
    store().media.keep(id, BOB, ALL_THERE);
    store().media.keep(id, ALICE, ALL_THERE);
    var before = store().row(id);

    assertThat(store().media.delete(id, false)).isEqualTo(new Deletion.Held(2, true));
    assertThat(store().row(id)).isEqualTo(before);

    assertThat(store().media.delete(id, true)).isEqualTo(new Deletion.Deleted(before.slug()));
    assertThat(store().posts.find(post).orElseThrow().attachments())
        .extracting(Post.Attachment::media)
        .containsExactly(store().row(second));
    assertThat(store().posts.delete(post, ALICE, Duration.ofHours(1))).isTrue();
  }

  private long post(List<MediaId> media) {
    long id = store().nextId().value();
    store().posts.create(new NewPost(id, ALICE, "text", "app", store().clock.instant()), media, ALL_THERE);
    return id;
  }
}
