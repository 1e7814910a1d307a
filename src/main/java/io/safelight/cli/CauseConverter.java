package io.safelight.cli;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import io.safelight.text.OneLine;

/**
 * Renders an exception in one line: each cause, and the place of the innermost, such as {@code (at
 * FileStore.java:71)}.
 */
final class CauseConverter extends ClassicConverter {

  @Override
  public String convert(ILoggingEvent event) {
    StringBuilder line = new StringBuilder();
    IThrowableProxy innermost = null;
    for (IThrowableProxy cause = event.getThrowableProxy(); cause != null; cause = cause.getCause()) {
      String type = cause.getClassName();
      line.append(": ").append(type.substring(type.lastIndexOf('.') + 1));
      if (cause.getMessage() != null) {
        line.append(": ").append(OneLine.of(cause.getMessage().lines().findFirst().orElse("")));
      }
      innermost = cause;
    }
    if (innermost != null) {
      StackTraceElementProxy[] places = innermost.getStackTraceElementProxyArray();
      if (places.length > 0) {
        StackTraceElement place = places[0].getStackTraceElement();
        line.append(" (at ").append(place.getFileName()).append(':').append(place.getLineNumber()).append(')');
      }
    }
    return line.toString();
  }
}
