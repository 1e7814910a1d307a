package io.safelight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressLineTest {
  private static final String WORDS = "1023.9 MiB of 1024.0 MiB, 123.4 MiB/s";

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 20, 40, 60, 80, 81, 120})
  void the_last_column_stays_free_whatever_is_shown(int columns) {
    for (String name : new String[] {"", "a.mp4", "long-".repeat(40) + ".mp4", "映画".repeat(40), "🎬".repeat(40)}) {
      for (String words : new String[] {"", WORDS}) {
        assertThat(width(new ProgressLine(columns).layOut(name, "uploading", 50, words)))
            .isLessThan(Math.max(2, columns));
      }
    }
  }

  @Test
  void at_80_columns_the_bar_shrinks_and_everything_else_is_whole() {
    assertThat(text(new ProgressLine(80).layOut("clip.mp4", "uploading", 50, WORDS)))
        .isEqualTo("clip.mp4 uploading " + "█".repeat(7) + "░".repeat(8) + "  50 %  " + WORDS);
  }

  @Test
  void a_long_name_is_cut_and_a_line_break_in_it_does_no_harm() {
    assertThat(text(new ProgressLine(50).layOut("line\nbreak-in-a-long-name.mp4", "uploading", 100, "")))
        .isEqualTo("line?break-in-a-long-… uploading " + "█".repeat(10) + " 100 %");
  }

  private static String text(ProgressLine.Pieces pieces) {
    return pieces.before() + pieces.bar() + pieces.after();
  }

  /** The characters of the bar take one column each. */
  private static int width(ProgressLine.Pieces pieces) {
    return ProgressLine.cells(pieces.before()) + pieces.bar().length() + ProgressLine.cells(pieces.after());
  }
}
