package io.safelight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CauseConverterTest {

  @Test
  void an_exception_becomes_one_line_with_the_place_of_the_innermost_cause() {
    var thrown = new IllegalStateException("outer", new IOException("first line\nsecond line"));
    assertThat(convert(thrown))
        .matches(": IllegalStateException: outer: IOException: first line \\(at CauseConverterTest.java:\\d+\\)");
  }

  @Test
  void no_exception_adds_nothing() {
    assertThat(convert(null)).isEmpty();
  }

  private static String convert(@Nullable Throwable thrown) {
    var context = new LoggerContext();
    var event = new LoggingEvent("", context.getLogger("test"), Level.ERROR, "message", thrown, new Object[0]);
    return new CauseConverter().convert(event);
  }
}
