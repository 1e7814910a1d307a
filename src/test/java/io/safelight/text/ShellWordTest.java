package io.safelight.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "plain", "-i", "a b", "it's", "'", "''", "\"", "$(touch x)", "`id`", "$HOME", "a\\nb", "\\", "*", "~", "#", "!",
        "a;b", "a&&b|c>d<e", "%s%n", "[0:v]scale=2:-2,split[a][b]", "a\nb", "\n'; exit 7; '", "\u001b[2J\u0007", "tab\there",
        "caf\u00e9 \ud83d\ude00", "back\u202ewards", "\r\n1 '%d' \\0101", "x\u0001" + "7", "=a", "a=b"
      })
  void a_shell_reads_a_quoted_word_as_itself(String word) throws Exception {
    String quoted = ShellWord.quote(word);

    assertThat(OneLine.of(quoted)).as("a log shows it as it is").isEqualTo(quoted);
    for (String shell : List.of("sh", "bash")) {
      assertThat(run(shell, "printf '%s|' " + ShellWord.quote(List.of(word, "end")))).isEqualTo(word + "|end|");
    }
  }

  @Test
  void words_without_meaning_to_a_shell_stay_as_they_are() {
    assertThat(ShellWord.quote(List.of("/usr/bin/ffmpeg", "-map", "0:v:0", "a b"))).isEqualTo("/usr/bin/ffmpeg -map 0:v:0 'a b'");
  }

  private String run(String shell, String line) throws IOException, InterruptedException {
    // A file, as arguments are in the encoding of the system, which may be ASCII.
    Path script = Files.writeString(folder.resolve("script"), line);
    ProcessBuilder builder = new ProcessBuilder(shell, script.toString()).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return output;
  }
}
