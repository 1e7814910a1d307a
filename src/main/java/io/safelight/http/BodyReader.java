package io.safelight.http;

import io.safelight.config.HttpConfig;
import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of one request on a virtual thread, chunk by chunk, and watches its rate. Only the time spent waiting
 * for the client counts: when the windows of waiting add up to the configured length and fewer bytes came than the rate
 * asks for, the body is given up. A server that is slow itself never blames the client. Not thread-safe.
 */
final class BodyReader {
  private final Request request;
  private final long windowNanos;
  private final long bytesPerWindow;
  private final Semaphore arrived = new Semaphore(0);
  private long maxBytes = Long.MAX_VALUE;
  private long received;
  private boolean demanded;
  private boolean touched;
  private boolean ended;
  private boolean failed;
  private long waitedNanos;
  private long bytesInWindow;

  BodyReader(Request request, HttpConfig config) {
    this.request = request;
    this.windowNanos = config.minimumRateWindow().toNanos();
    this.bytesPerWindow = (long) (config.minimumRate().bytes() * (windowNanos / 1e9));
  }

  /** From now on more than these bytes are PAYLOAD_TOO_LARGE; counted as they come, whatever was announced. */
  void limit(long bytes) {
    maxBytes = bytes;
    if (request.getLength() > bytes) {
      throw tooLarge();
    }
  }

  private SafelightException tooLarge() {
    String message = "The request body is too large; this resource takes " + maxBytes + " bytes.";
    return new SafelightException(ErrorCode.PAYLOAD_TOO_LARGE, message).with("limit", maxBytes);
  }

  /** Takes the bytes of a chunk; the buffer is reused afterwards. */
  @FunctionalInterface
  interface BufferConsumer {
    void accept(ByteBuffer bytes) throws IOException;
  }

  /** Passes on every chunk until the end of the body. */
  void forEach(BufferConsumer consumer) throws IOException {
    for (Content.Chunk chunk = next(); chunk != null; chunk = next()) {
      try {
        consumer.accept(chunk.getByteBuffer());
      } finally {
        chunk.release();
      }
    }
  }

  /**
   * The next chunk, which has bytes and must be released; null at the end of the body.
   *
   * @throws SafelightException REQUEST_TIMEOUT, MALFORMED_BODY, PAYLOAD_TOO_LARGE, OVER_CAPACITY when the server stops
   */
  Content.@Nullable Chunk next() {
    touched = true;
    while (!ended) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        awaitRate();
      } else if (Content.Chunk.isFailure(chunk)) {
        failed = true;
        throw failure(chunk.getFailure());
      } else {
        ended = chunk.isLast();
        bytesInWindow += chunk.remaining();
        received += chunk.remaining();
        if (chunk.hasRemaining() && received <= maxBytes) {
          return chunk;
        }
        chunk.release();
        if (received > maxBytes) {
          throw tooLarge();
        }
      }
    }
    return null;
  }

  private void awaitRate() {
    long start = System.nanoTime();
    boolean came = awaitUnlessStopping(windowNanos - waitedNanos);
    waitedNanos += System.nanoTime() - start;
    if (came && waitedNanos < windowNanos) {
      return;
    }
    if (bytesInWindow < bytesPerWindow) {
      throw new SafelightException(ErrorCode.REQUEST_TIMEOUT);
    }
    waitedNanos = 0;
    bytesInWindow = 0;
  }

  private boolean awaitUnlessStopping(long nanos) {
    try {
      return await(nanos);
    } catch (InterruptedException e) {
      // The interrupt is not kept: it would hinder the answer from being written.
      throw Failures.stopping(e);
    }
  }

  /**
   * Waits until there is something to read.
   *
   * @return false when the time is over; the demand stays, and the next call waits for the same one
   */
  boolean await(long nanos) throws InterruptedException {
    if (!demanded) {
      demanded = true;
      request.demand(Invocable.from(InvocationType.NON_BLOCKING, arrived::release));
    }
    boolean came = arrived.tryAcquire(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    demanded = !came;
    return came;
  }

  private static SafelightException failure(Throwable failure) {
    if (failure instanceof TimeoutException || failure.getCause() instanceof TimeoutException) {
      return new SafelightException(ErrorCode.REQUEST_TIMEOUT, ErrorCode.REQUEST_TIMEOUT.message(), failure);
    }
    String message =
        failure instanceof HttpException
            ? "The request body ended early or is not framed as HTTP asks for."
            : "The request body ended early.";
    return new SafelightException(ErrorCode.MALFORMED_BODY, message, failure);
  }

  /** Whether anything was asked for; from then on a client that sent {@code Expect: 100-continue} may be sending. */
  boolean isTouched() {
    return touched;
  }

  /** Whether the last byte was read. */
  boolean isEnded() {
    return ended;
  }

  /** Whether the connection or its framing broke, so that nothing more can be read. */
  boolean isFailed() {
    return failed;
  }

  /**
   * Reads what has come already and drops it; never waits.
   *
   * @param maxBytes after which it stops
   * @return how many bytes were dropped
   */
  long dropAvailable(long maxBytes) {
    long dropped = 0;
    while (!ended && !failed && !demanded && dropped < maxBytes) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        break;
      }
      failed = Content.Chunk.isFailure(chunk);
      ended = !failed && chunk.isLast();
      dropped += chunk.remaining();
      chunk.release();
    }
    return dropped;
  }
}
