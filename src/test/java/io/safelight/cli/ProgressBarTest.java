package io.safelight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
  private final StringWriter out = new StringWriter();

  @Test
  void in_a_file_there_is_a_line_for_every_tenth() {
    try (var bar = new ProgressBar(terminal(false), "clip.mp4", "uploading")) {
      for (int percent = 0; percent <= 100; percent++) {
        bar.show(percent, "");
      }
    }
    assertThat(out.toString().lines()).hasSize(11).startsWith("clip.mp4 uploading   0 %").endsWith("clip.mp4 uploading 100 %");
    assertThat(out.toString()).doesNotContain("\u001b");
  }

  @Test
  void on_a_terminal_one_line_changes_and_other_lines_appear_above_it() {
    Terminal terminal = terminal(true);
    try (var bar = new ProgressBar(terminal, "clip.mp4", "uploading")) {
      bar.show(50, "half");
      terminal.println("news");
    }
    String half = "clip.mp4 uploading " + "█".repeat(15) + "░".repeat(15) + "  50 %  half";
    String clear = "\r\u001b[2K";
    assertThat(out.toString().replace(System.lineSeparator(), "\n"))
        .isEqualTo(clear + half + clear + "news\n" + half + clear);
  }

  @Test
  void many_changes_in_a_short_time_are_drawn_once_and_the_last_one_always() {
    long start = System.nanoTime();
    try (var bar = new ProgressBar(terminal(true), "clip.mp4", "uploading")) {
      for (int count = 1; count <= 5_000; count++) {
        bar.show(count / 100, count + " bytes");
      }
    }
    long tenths = (System.nanoTime() - start) / 100_000_000;
    assertThat(out.toString().split("\r", -1)).hasSizeLessThanOrEqualTo((int) tenths + 4);
    assertThat(out.toString()).contains("  50 %  5000 bytes");
  }

  private Terminal terminal(boolean interactive) {
    return new Terminal(new PrintWriter(out, true), new PrintWriter(out, true), interactive, false, 80);
  }
}
