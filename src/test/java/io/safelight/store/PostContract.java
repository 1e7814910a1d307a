package io.safelight.store;

import static io.safelight.store.StoreFixture.ALICE;
import static io.safelight.store.StoreFixture.ALL_THERE;
import static io.safelight.store.StoreFixture.BOB;
import static io.safelight.store.StoreFixture.UNLIMITED;
import static io.safelight.store.StoreFixture.variant;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.media.GateOutcome;
import io.safelight.media.Media;
import io.safelight.media.MediaId;
import io.safelight.media.NewMedia;
import io.safelight.media.Owners;
import io.safelight.post.Post;
import io.safelight.post.PostRepository.NewPost;
import io.safelight.post.Posting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Posts and the media in them. */
interface PostContract extends StoreContract {

  @Test
  default void a_post_is_found_with_its_media_in_order() {
    store().account(ALICE, "Alice");
    MediaId first = store().succeeded();
    MediaId second = store().succeeded();
    Instant created = Instant.ofEpochMilli(store().clock.millis());
    NewPost named = new NewPost(store().nextId().value(), ALICE, "two", "app", created);
    Posting outcome = store().posts.create(named, List.of(second, first), ALL_THERE);

    Post expected = new Post(
        named.id(),
        ALICE,
        "Alice",
        "two",
        "app",
        created,
        List.of(
            new Post.Attachment(store().row(second), List.of(variant(second, "720p.mp4"))),
            new Post.Attachment(store().row(first), List.of(variant(first, "720p.mp4")))));
    assertThat(outcome).isEqualTo(new Posting.Created(expected));
    assertThat(store().posts.find(named.id())).contains(expected);
    assertThat(store().posts.find(named.id() + 1)).isEmpty();
  }

  @Test
  default void a_post_needs_no_media() {
    store().account(ALICE, "alice");
    long id = create(List.of());
    assertThat(store().posts.find(id)).hasValueSatisfying(post -> assertThat(post.attachments()).isEmpty());
  }

  @Test
  default void media_in_a_post_do_not_expire() {
    store().account(ALICE, "alice");
    MediaId id = store().succeeded();
    create(List.of(id));
    store().clock.advance(Duration.ofDays(400));
    assertThat(store().media.deleteExpired(store().clock.instant(), 10)).isEmpty();
    assertThat(store().row(id).times().expires()).isNull();
    assertThat(store().announced(id)).isEqualTo(store().row(id).version());
  }

  @Test
  default void the_gate_sees_what_exists_in_the_order_in_which_it_was_named() {
    store().account(ALICE, "alice");
    MediaId first = store().succeeded();
    MediaId unknown = store().nextId();
    MediaId second = store().succeeded();
    List<MediaId> named = List.of(second, unknown, first);
    List<MediaId> seen = new ArrayList<>();
    NewPost post = new NewPost(store().nextId().value(), ALICE, "", "app", store().clock.instant());
    Posting outcome = store().posts.create(post, named, (ids, media) -> {
      assertThat(ids).isEqualTo(named);
      media.stream().map(Media::id).forEach(seen::add);
      return new GateOutcome.NotFound(List.of(unknown));
    });

    assertThat(seen).containsExactly(second, first);
    assertThat(outcome).isEqualTo(new Posting.Refused(new GateOutcome.NotFound(List.of(unknown))));
    assertThat(store().posts.find(post.id())).isEmpty();
    assertThat(store().row(first).times().expires()).isNotNull();
  }

  @Test
  default void the_gate_sees_only_what_the_author_may_use() {
    NewMedia shared = store().newMedia(new Owners(BOB, Set.of(ALICE)), 10);
    store().media.create(shared, UNLIMITED);
    NewMedia foreign = store().newMedia(BOB, 10);
    store().media.create(foreign, UNLIMITED);
    List<MediaId> seen = new ArrayList<>();
    NewPost post = new NewPost(store().nextId().value(), ALICE, "", "app", store().clock.instant());
    store().posts.create(post, List.of(foreign.id(), shared.id()), (ids, media) -> {
      media.stream().map(Media::id).forEach(seen::add);
      return new GateOutcome.NotFound(List.of(foreign.id()));
    });

    assertThat(seen).containsExactly(shared.id());
  }

  @Test
  default void only_its_author_deletes_a_post_and_only_once() {
    store().account(ALICE, "alice");
    MediaId media = store().succeeded();
    long id = create(List.of(media));
    assertThat(store().posts.delete(id, BOB, Duration.ZERO)).isFalse();
    assertThat(store().posts.find(id)).isPresent();

    assertThat(store().posts.delete(id, ALICE, Duration.ofDays(1))).isTrue();
    assertThat(store().posts.delete(id, ALICE, Duration.ofDays(1))).isFalse();
    assertThat(store().posts.find(id)).isEmpty();
    assertThat(store().media.find(media)).isPresent();
    store().clock.advance(Duration.ofDays(2));
    assertThat(store().media.deleteExpired(store().clock.instant(), 10)).containsExactly(media);
  }

  private long create(List<MediaId> media) {
    long id = store().nextId().value();
    NewPost post = new NewPost(id, ALICE, "text", "app", store().clock.instant());
    assertThat(store().posts.create(post, media, ALL_THERE)).isInstanceOf(Posting.Created.class);
    return id;
  }
}
