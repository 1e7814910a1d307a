package io.safelight.processing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of the last run of ffmpeg. */
class EffortTest {
  private final Effort effort = new Effort();

  @Test
  void a_run_is_shown_behind_those_that_made_what_it_reads() {
    run("source", List.of(), "probe", "");
    run("source", List.of("-f", "tee", "[f=mp4]a.mp4|[f=mp4]b.mp4"), "encode", "a frame is damaged");
    run("source", List.of("-f", "null", "-"), "check", "");
    run("b.mp4", List.of(), "probe b", " ");

    assertThat(effort.lastRun()).contains(new Effort.Steps("a frame is damaged", "encode && probe b"));
  }

  @Test
  void what_something_else_made_of_the_file_cannot_be_shown() {
    run("source", List.of(), "probe", "");
    run("still.mkv", List.of("small.jpg"), "picture", "no");

    assertThat(effort.lastRun()).isEmpty();
    assertThat(effort.lastWords()).isEqualTo("no");
  }

  @Test
  void without_a_run_there_is_nothing_to_show() {
    effort.said("nothing began");

    assertThat(effort.lastRun()).isEmpty();
    assertThat(effort.lastWords()).isEmpty();
  }

  private void run(String input, List<String> outputs, String shell, String words) {
    effort.begins(input, outputs, () -> shell);
    effort.said(words);
  }
}
