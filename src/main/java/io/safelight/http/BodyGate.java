package io.safelight.http;

import io.safelight.config.HttpConfig;
import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Decides whether one more body may be read. It counts the bodies that are open, in total and for each principal, and
 * the bytes that were really received and not yet released; what a client announces in Content-Length is never counted,
 * so nobody can reserve room by sending slowly. Thread-safe; takes no lock.
 *
 * <p>Limits may be passed by what arrives for bodies that were already let in: a limit closes the gate, it never breaks
 * off a body.
 */
final class BodyGate {
  static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final int maxOpen;
  private final int maxOpenPerPrincipal;
  private final long maxHeldBytes;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong held = new AtomicLong();
  private final ConcurrentHashMap<String, Integer> openByPrincipal = new ConcurrentHashMap<>();

  BodyGate(HttpConfig config) {
    this.maxOpen = config.maxOpenBodies();
    this.maxOpenPerPrincipal = config.maxOpenBodiesPerUser();
    this.maxHeldBytes = config.maxUnsynced().bytes();
  }

  /** One open body. Not thread-safe; closing it twice does no harm. */
  final class Ticket implements AutoCloseable {
    private final String principal;
    private long bytes;
    private boolean closed;

    private Ticket(String principal) {
      this.principal = principal;
    }

    /** Counts bytes that were received and are held, in memory or on their way to the disk, until this is closed. */
    void hold(long count) {
      bytes += count;
      held.addAndGet(count);
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        held.addAndGet(-bytes);
        leave(principal);
      }
    }
  }

  /**
   * Lets a body in.
   *
   * @throws SafelightException OVER_CAPACITY
   */
  Ticket enter(String principal) {
    if (held.get() >= maxHeldBytes) {
      throw refusal("The server is waiting for its disk; send this request again in a moment.");
    }
    if (open.incrementAndGet() > maxOpen) {
      open.decrementAndGet();
      throw refusal("The server is receiving as many uploads as it can; send this request again in a moment.");
    }
    if (openByPrincipal.merge(principal, 1, Integer::sum) > maxOpenPerPrincipal) {
      leave(principal);
      throw refusal("You are sending " + maxOpenPerPrincipal + " requests at once; this server takes no more.");
    }
    return new Ticket(principal);
  }

  private void leave(String principal) {
    open.decrementAndGet();
    openByPrincipal.computeIfPresent(principal, (_, count) -> count == 1 ? null : count - 1);
  }

  private static SafelightException refusal(String message) {
    return new SafelightException(ErrorCode.OVER_CAPACITY, message).retryAfter(RETRY_AFTER);
  }

  int open() {
    return open.get();
  }

  long heldBytes() {
    return held.get();
  }
}
