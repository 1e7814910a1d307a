package io.safelight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers bring stays within the line that tells of it. */
class LogLineTest {

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\u0085", "\u2028", "\u2029", "\u001b[2J", "\u009b2J", "\b", "\u202e"})
  void a_title_cannot_forge_a_line(String trick) {
    String forged = "title: a" + trick + "2026-11-22T06:00:00.000Z INFO  Settlement: media 1: published";
    String line = line(false, forged, new IOException("b" + trick + "c"));
    assertThat(line).endsWith("\n").doesNotContain(trick.substring(0, 1) + "2").hasLineCount(1);
    assertThat(line.substring(0, line.length() - 1).chars())
        .noneMatch(character -> Character.isISOControl(character) || (character >= 0x2028 && character <= 0x202e));
    assertThat(line).contains("title: a\\", "INFO  Settlement: media 1: published: IOException: b");
    assertThat(line(true, forged, null).lines()).hasSize(1);
  }

  @Test
  void everything_else_is_shown_as_it_is() {
    String text = "'select=\\'v:0\\'' ä 日本 \\n";
    assertThat(line(false, text, null)).isEqualTo("ERROR test: " + text + "\n");
  }

  private static String line(boolean traces, String message, @Nullable Throwable thrown) {
    var context = new LoggerContext();
    PatternLayout layout = LogSetup.layout(context, "%level %logger: %said", traces);
    return layout.doLayout(
        new LoggingEvent("", context.getLogger("test"), Level.ERROR, message, thrown, new Object[0]));
  }
}
