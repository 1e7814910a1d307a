package io.safelight.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.media.PictureSize.Fitted;
import org.junit.jupiter.api.Test;

class PictureSizeTest {
  @Test
  void a_picture_keeps_its_proportions_but_for_the_square_thumb() {
    assertThat(PictureSize.all(4096, 2048))
        .containsExactly(
            new Fitted(PictureSize.THUMB, 150, 150),
            new Fitted(PictureSize.SMALL, 680, 340),
            new Fitted(PictureSize.MEDIUM, 1200, 600),
            new Fitted(PictureSize.LARGE, 2048, 1024));
  }

  @Test
  void no_size_is_larger_than_the_picture_or_empty() {
    assertThat(PictureSize.all(100, 40)).extracting(Fitted::width).containsExactly(40, 100, 100, 100);
    assertThat(PictureSize.SMALL.of(8000, 1)).isEqualTo(new Fitted(PictureSize.SMALL, 680, 1));
  }

  @Test
  void names_are_read_in_any_case() {
    assertThat(PictureSize.parse("Small")).contains(PictureSize.SMALL);
    assertThat(PictureSize.parse("huge")).isEmpty();
  }
}
