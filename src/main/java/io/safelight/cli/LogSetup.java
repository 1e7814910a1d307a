package io.safelight.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets Logback up without a file: lines on standard error, an exception in one line unless somebody debugs, and each message in
 * one line always. Found by Logback itself. Whoever wants something else starts with {@code -Dlogback.configurationFile=...} in {@code
 * SAFELIGHT_JAVA_OPTS}.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
  /** Set to anything but {@code 0} to see debug messages and stack traces. */
  static final String DEBUG_VARIABLE = "SAFELIGHT_DEBUG";

  private static final String LINE = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0}: %said";

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    if (System.getProperty("logback.configurationFile") != null) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    apply(context, Level.INFO, debugging());
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** Whether the environment asks for debug messages. */
  static boolean debugging() {
    String value = System.getenv(DEBUG_VARIABLE);
    return value != null && !value.isEmpty() && !value.equals("0");
  }

  /** For commands whose own output is what counts: from now on only warnings. */
  static void quiet() {
    change(Level.WARN, false);
  }

  /** For {@code --verbose}: from now on debug messages and stack traces. */
  static void verbose() {
    change(Level.DEBUG, true);
  }

  private static void change(Level level, boolean traces) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context
        && System.getProperty("logback.configurationFile") == null
        && !debugging()) {
      context.getLogger(Logger.ROOT_LOGGER_NAME).detachAndStopAllAppenders();
      apply(context, level, traces);
    }
  }

  /** Lines that begin with this pattern, in which {@code %said} is the message. */
  static PatternLayout layout(LoggerContext context, String pattern, boolean debugging) {
    var layout = new PatternLayout();
    layout.setContext(context);
    layout.getInstanceConverterMap().put("said", MessageConverter::new);
    layout.getInstanceConverterMap().put("cause", CauseConverter::new);
    layout.setPattern(debugging ? pattern + "%n%ex" : pattern + "%cause%nopex%n");
    layout.start();
    return layout;
  }

  private static void apply(LoggerContext context, Level level, boolean debugging) {
    var encoder = new LayoutWrappingEncoder<ILoggingEvent>();
    encoder.setContext(context);
    encoder.setLayout(layout(context, LINE, debugging));
    encoder.start();
    var appender = new ConsoleAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(appender);
    root.setLevel(Level.WARN);
    // It warns of every Host header that is none, and strangers choose those.
    context.getLogger("org.eclipse.jetty.util.HostPort").setLevel(Level.ERROR);
    context.getLogger("io.safelight").setLevel(debugging ? Level.DEBUG : level);
  }
}
