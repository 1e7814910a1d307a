package io.safelight.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.media.AttachOutcome;
import io.safelight.media.AttachedSubtitles;
import io.safelight.media.LanguageTag;
import io.safelight.media.MediaId;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The subtitles of videos. */
interface SubtitleContract extends StoreContract {
  LanguageTag ENGLISH = new LanguageTag("en");
  LanguageTag BRAZILIAN = new LanguageTag("pt-BR");
  LanguageTag FRENCH = new LanguageTag("fr");
  int MOST = 3;

  @Test
  default void subtitles_are_found_with_their_video_in_the_order_in_which_they_came() {
    MediaId video = store().succeeded();
    AttachedSubtitles brazilian = subtitles(video, BRAZILIAN, "Português (Brasil)");
    AttachedSubtitles english = subtitles(video, ENGLISH, "English");

    assertThat(attach(video, brazilian, english)).isEqualTo(new AttachOutcome.Attached(List.of()));

    assertThat(store().subtitles.subtitles(video)).containsExactly(brazilian, english);
    assertThat(store().media.findPublished(store().row(video).slug()))
        .hasValueSatisfying(found -> assertThat(found.subtitles()).containsExactly(brazilian, english));
    assertThat(store().media.namedKeys(video)).contains(brazilian.file().key(), english.file().key());
    assertThat(store().subtitles.subtitles(store().succeeded())).isEmpty();
  }

  @Test
  default void another_file_of_a_language_takes_the_place_of_the_first_whose_key_becomes_garbage() {
    MediaId video = store().succeeded();
    AttachedSubtitles first = subtitles(video, ENGLISH, "English");
    AttachedSubtitles french = subtitles(video, FRENCH, "français");
    attach(video, first, french);
    store().garbage.forget(store().discarded());

    AttachedSubtitles second = subtitles(video, ENGLISH, "English (better)");
    assertThat(attach(video, second)).isEqualTo(new AttachOutcome.Attached(List.of(first)));

    assertThat(store().subtitles.subtitles(video)).containsExactly(second, french);
    assertThat(store().discarded()).containsExactly(first.file().key());
  }

  @Test
  default void a_video_has_no_more_than_it_may_and_none_of_those_that_were_too_many() {
    MediaId video = store().succeeded();
    AttachedSubtitles english = subtitles(video, ENGLISH, "English");
    attach(video, english);
    AttachedSubtitles[] further = IntStream.range(0, MOST)
        .mapToObj(i -> subtitles(video, new LanguageTag("x-" + i), "language " + i))
        .toArray(AttachedSubtitles[]::new);

    assertThat(attach(video, further)).isEqualTo(new AttachOutcome.TooMany(MOST, MOST + 1));
    assertThat(store().subtitles.subtitles(video)).containsExactly(english);
    assertThat(attach(video, further[0], further[1], subtitles(video, ENGLISH, "other")))
        .isInstanceOf(AttachOutcome.Attached.class);
  }

  @Test
  default void two_of_the_same_name_are_refused_but_names_may_be_swapped() {
    MediaId video = store().succeeded();
    attach(video, subtitles(video, ENGLISH, "A"), subtitles(video, FRENCH, "B"));

    assertThat(attach(video, subtitles(video, BRAZILIAN, "B")))
        .isEqualTo(new AttachOutcome.SameName("B", FRENCH, BRAZILIAN));
    assertThat(attach(video, subtitles(video, ENGLISH, "B"), subtitles(video, FRENCH, "A")))
        .isInstanceOf(AttachOutcome.Attached.class);
  }

  @Test
  default void detaching_ends_them_once_and_makes_their_keys_garbage() {
    MediaId video = store().succeeded();
    AttachedSubtitles english = subtitles(video, ENGLISH, "English");
    AttachedSubtitles french = subtitles(video, FRENCH, "français");
    attach(video, english, french);
    store().garbage.forget(store().discarded());

    assertThat(store().subtitles.detach(video, List.of(ENGLISH, BRAZILIAN))).containsExactly(english);
    assertThat(store().subtitles.detach(video, List.of(ENGLISH, BRAZILIAN))).isEmpty();

    assertThat(store().subtitles.subtitles(video)).containsExactly(french);
    assertThat(store().discarded()).containsExactly(english.file().key());
  }

  @Test
  default void subtitles_go_with_their_video_and_are_not_attached_to_one_that_is_gone() {
    MediaId video = store().succeeded();
    attach(video, subtitles(video, ENGLISH, "English"));
    store().clock.advance(Duration.ofDays(2));

    assertThat(attach(video, subtitles(video, FRENCH, "français"))).isEqualTo(new AttachOutcome.Gone());
    assertThat(store().subtitles.detach(video, List.of(ENGLISH))).isEmpty();
    assertThat(store().media.deleteExpired(store().clock.instant(), 10)).containsExactly(video);
    assertThat(store().subtitles.subtitles(video)).isEmpty();
    assertThat(store().discarded()).contains(video + "/");
    assertThat(attach(store().nextId(), subtitles(video, ENGLISH, "English"))).isEqualTo(new AttachOutcome.Gone());
  }

  @Test
  default void whoever_attaches_at_once_what_no_row_names_is_garbage_and_the_limit_holds() {
    for (int round = 0; round < 20; round++) {
      MediaId video = store().succeeded();
      List<AttachedSubtitles> tried = IntStream.range(0, 6)
          .mapToObj(i -> subtitles(video, new LanguageTag("x-" + i % 5), "language " + i))
          .toList();
      List<AttachOutcome> outcomes = Race.run(
          tried.stream().<Callable<AttachOutcome>>map(each -> () -> attach(video, each)).toList());

      List<AttachedSubtitles> left = store().subtitles.subtitles(video);
      assertThat(left).hasSize(MOST);
      for (int i = 0; i < tried.size(); i++) {
        boolean isAttached = outcomes.get(i) instanceof AttachOutcome.Attached;
        assertThat(left.contains(tried.get(i)) || store().discarded().contains(tried.get(i).file().key()))
            .isEqualTo(isAttached);
      }
    }
  }

  private AttachOutcome attach(MediaId video, AttachedSubtitles... subtitles) {
    return store().subtitles.attach(video, List.of(subtitles), MOST);
  }

  private AttachedSubtitles subtitles(MediaId video, LanguageTag language, String name) {
    String key = video + "/subtitles/subtitles-" + UUID.randomUUID() + ".vtt";
    return AttachedSubtitles.of(language, name, store().nextId(), key, 77);
  }
}
