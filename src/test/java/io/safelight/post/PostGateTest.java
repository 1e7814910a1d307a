package io.safelight.post;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.media.GateOutcome;
import io.safelight.media.GateOutcome.Problem;
import io.safelight.media.Media;
import io.safelight.media.MediaCategory;
import io.safelight.media.MediaId;
import io.safelight.media.MediaState;
import io.safelight.media.TestMediaRows;
import io.safelight.media.UserId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PostGateTest {
  private final PostGate gate = new PostGate(TestMediaRows.OWNER);

  @Test
  void up_to_four_photos_pass() {
    assertThat(check(gate, photos(4))).isInstanceOf(GateOutcome.Open.class);
    assertThat(check(gate, photos(5))).isEqualTo(new GateOutcome.BadCombination(Problem.TOO_MANY_PHOTOS));
  }

  @Test
  void one_gif_or_one_video_passes_alone() {
    assertThat(check(gate, media(MediaCategory.TWEET_GIF))).isInstanceOf(GateOutcome.Open.class);
    assertThat(check(gate, media(MediaCategory.TWEET_VIDEO))).isInstanceOf(GateOutcome.Open.class);
    assertThat(check(gate, media(MediaCategory.TWEET_VIDEO, MediaCategory.TWEET_VIDEO)))
        .isEqualTo(new GateOutcome.BadCombination(Problem.MIXED_KINDS));
    assertThat(check(gate, media(MediaCategory.TWEET_VIDEO, MediaCategory.TWEET_IMAGE)))
        .isEqualTo(new GateOutcome.BadCombination(Problem.MIXED_KINDS));
    assertThat(check(gate, media(MediaCategory.TWEET_GIF, MediaCategory.TWEET_IMAGE)))
        .isEqualTo(new GateOutcome.BadCombination(Problem.GIF_IN_GALLERY));
  }

  @Test
  void no_media_passes() {
    assertThat(check(gate, List.of())).isInstanceOf(GateOutcome.Open.class);
  }

  @ParameterizedTest
  @EnumSource(value = MediaState.class, mode = EnumSource.Mode.EXCLUDE, names = "SUCCEEDED")
  void only_what_has_succeeded_passes(MediaState state) {
    Media media = TestMediaRows.withState(TestMediaRows.succeeded(1, MediaCategory.TWEET_VIDEO), state);

    assertThat(check(gate, List.of(media))).isEqualTo(new GateOutcome.NotReady(media));
  }

  @Test
  void an_additional_owner_may_use_a_media_and_a_stranger_learns_nothing() {
    Media running = TestMediaRows.withState(media(MediaCategory.TWEET_VIDEO).getFirst(), MediaState.IN_PROGRESS);

    assertThat(check(new PostGate(new UserId(8)), List.of(running))).isEqualTo(new GateOutcome.NotReady(running));
    assertThat(check(new PostGate(new UserId(9)), List.of(running)))
        .isEqualTo(new GateOutcome.NotFound(List.of(running.id())));
  }

  @Test
  void ids_that_do_not_exist_are_named() {
    Media media = TestMediaRows.succeeded(1, MediaCategory.TWEET_IMAGE);
    MediaId unknown = new MediaId(99);

    assertThat(gate.check(List.of(media.id(), unknown), List.of(media)))
        .isEqualTo(new GateOutcome.NotFound(List.of(unknown)));
  }

  @Test
  void subtitles_are_no_media_of_a_post() {
    assertThat(check(gate, media(MediaCategory.SUBTITLES))).isInstanceOf(GateOutcome.NotPostable.class);
  }

  @Test
  void a_media_named_twice_is_refused() {
    Media media = TestMediaRows.succeeded(1, MediaCategory.TWEET_IMAGE);

    assertThat(gate.check(List.of(media.id(), media.id()), List.of(media)))
        .isEqualTo(new GateOutcome.BadCombination(Problem.DUPLICATE));
  }

  private static GateOutcome check(PostGate gate, List<Media> media) {
    return gate.check(media.stream().map(Media::id).toList(), media);
  }

  private static List<Media> photos(int count) {
    var photos = new MediaCategory[count];
    java.util.Arrays.fill(photos, MediaCategory.TWEET_IMAGE);
    return media(photos);
  }

  private static List<Media> media(MediaCategory... categories) {
    List<Media> media = new ArrayList<>();
    for (MediaCategory category : categories) {
      media.add(TestMediaRows.succeeded(media.size() + 1, category));
    }
    return media;
  }
}
