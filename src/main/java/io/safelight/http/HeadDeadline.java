package io.safelight.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes connections on which the head of a request has begun but does not end. The idle timeout does not find them,
 * since each byte starts it anew. Requests pay nothing for this: all connections are looked at a few times within the
 * deadline, on the connector's timer thread, and so the deadline is kept with that precision. A connection that is idle
 * between two requests is left to the idle timeout.
 */
final class HeadDeadline {
  private static final Logger log = LoggerFactory.getLogger(HeadDeadline.class);
  private static final int LOOKS_PER_DEADLINE = 20;
  private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final ServerConnector connector;
  private final long deadlineNanos;
  private final long pauseNanos;
  private Map<EndPoint, Head> heads = new HashMap<>();

  HeadDeadline(ServerConnector connector, Duration deadline) {
    this.connector = connector;
    this.deadlineNanos = deadline.toNanos();
    this.pauseNanos = Math.max(SHORTEST_PAUSE_NANOS, deadlineNanos / LOOKS_PER_DEADLINE);
  }

  /** Begins to watch; ends with the connector. */
  void start() {
    var _ = connector.getScheduler().schedule(this::lookAgain, pauseNanos, TimeUnit.NANOSECONDS);
  }

  private void lookAgain() {
    try {
      look(System.nanoTime());
    } catch (RuntimeException e) {
      log.error("Could not look for requests whose heads do not end", e);
    } finally {
      start();
    }
  }

  private void look(long now) {
    var stillOpen = new HashMap<EndPoint, Head>();
    for (EndPoint endPoint : connector.getConnectedEndPoints()) {
      Head current = begunHead(endPoint, now);
      if (current != null) {
        Head known = heads.get(endPoint);
        Head head = known != null && known.number() == current.number() ? known : current;
        if (now - head.firstSeen() > deadlineNanos) {
          log.debug("Closed {}: the head of its request did not end", endPoint.getRemoteSocketAddress());
          endPoint.close(new TimeoutException("the head of the request did not end"));
        } else {
          stillOpen.put(endPoint, head);
        }
      }
    }
    heads = stillOpen;
  }

  private static @Nullable Head begunHead(EndPoint endPoint, long now) {
    if (!(endPoint.getConnection() instanceof HttpConnection connection)) {
      return null;
    }
    // The counter is read first: the state of the parser is not volatile, and only through the counter is it seen for
    // sure. It may be a moment old, which does no harm because nothing is closed at first sight.
    long number = connection.getMessagesIn();
    HttpParser parser = connection.getParser();
    return parser.inHeaderState() && !parser.isStart() ? new Head(number, now) : null;
  }

  /**
   * The head of a request that has begun.
   *
   * @param number how many requests the connection had before
   */
  private record Head(long number, long firstSeen) {}
}
