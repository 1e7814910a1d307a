package io.safelight;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What a class logs while this is open. */
public final class LogCapture implements AutoCloseable {
  private final Logger logger;
  private final @Nullable Level before;
  private final ListAppender<ILoggingEvent> events = new ListAppender<>();

  public LogCapture(Class<?> logging) {
    logger = (Logger) LoggerFactory.getLogger(logging);
    before = logger.getLevel();
    // A command that ran before in this process may have made all loggers quiet.
    logger.setLevel(Level.INFO);
    events.start();
    logger.addAppender(events);
  }

  /** The messages of this level or above so far. */
  public List<String> messages(Level level) {
    return List.copyOf(events.list).stream()
        .filter(event -> event.getLevel().isGreaterOrEqual(level))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Override
  public void close() {
    logger.detachAppender(events);
    logger.setLevel(before);
  }
}
