package io.safelight.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaCategoryTest {

  @ParameterizedTest
  @ValueSource(strings = {"tweet_video", "TweetVideo", "TWEET_VIDEO", " tweetvideo "})
  void every_spelling_that_clients_send_is_understood(String spelling) {
    assertThat(MediaCategory.parse(spelling)).contains(MediaCategory.TWEET_VIDEO);
  }

  @Test
  void all_names_make_a_sentence() {
    assertThat(MediaCategory.names())
        .isEqualTo(
            "tweet_image, tweet_gif, tweet_video, amplify_video, dm_image, dm_gif, dm_video and subtitles");
  }

  @Test
  void an_unknown_category_is_not_guessed() {
    assertThat(MediaCategory.parse("tweet_hologram")).isEmpty();
    assertThat(MediaCategory.parse("")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "image/gif,TWEET_GIF", "image/jpeg,TWEET_IMAGE", "IMAGE/PNG,TWEET_IMAGE", "video/quicktime,TWEET_VIDEO",
    "text/vtt,SUBTITLES", "application/x-subrip,SUBTITLES"
  })
  void a_missing_category_is_inferred_from_the_type(String type, MediaCategory category) {
    assertThat(MediaCategory.infer(type)).contains(category);
  }

  @Test
  void nothing_is_inferred_from_a_type_that_is_no_media() {
    assertThat(MediaCategory.infer("application/pdf")).isEmpty();
    assertThat(MediaCategory.infer("")).isEmpty();
  }

  @Test
  void keys_have_the_prefixes_of_the_x_api() {
    MediaId id = new MediaId(42);
    assertThat(MediaCategory.TWEET_IMAGE.mediaKey(id)).contains("3_42");
    assertThat(MediaCategory.TWEET_VIDEO.mediaKey(id)).contains("7_42");
    assertThat(MediaCategory.AMPLIFY_VIDEO.mediaKey(id)).contains("13_42");
    assertThat(MediaCategory.TWEET_GIF.mediaKey(id)).contains("16_42");
    assertThat(MediaCategory.SUBTITLES.mediaKey(id)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "+1", " 1", "1 ", "9223372036854775808", "12345678901234567890", "0x1", "١"})
  void what_is_no_media_id_is_refused(String text) {
    assertThat(MediaId.parse(text)).isEmpty();
  }

  @Test
  void the_largest_media_id_is_read() {
    assertThat(MediaId.parse("9223372036854775807")).contains(new MediaId(Long.MAX_VALUE));
  }
}
