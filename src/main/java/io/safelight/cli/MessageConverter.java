package io.safelight.cli;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.safelight.text.OneLine;

/** Renders the message of an event; see {@link OneLine}. */
final class MessageConverter extends ClassicConverter {

  @Override
  public String convert(ILoggingEvent event) {
    return OneLine.of(String.valueOf(event.getFormattedMessage()));
  }
}
