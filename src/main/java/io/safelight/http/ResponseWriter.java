package io.safelight.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one answer to Jetty and ends the request. When the body of the request has not been read to its end, the
 * connection cannot be used again; it is closed only after what the client is still sending was read for a while and
 * dropped, because closing earlier resets the connection and may take the answer away from the client (RFC 9112 section
 * 9.6).
 */
final class ResponseWriter {
  private static final Logger log = LoggerFactory.getLogger(ResponseWriter.class);
  private static final Duration LINGER = Duration.ofSeconds(30);
  private static final Duration LINGER_SILENCE = Duration.ofSeconds(2);
  private static final long LINGER_BYTES = 64L << 20;
  private static final long DROP_AT_ONCE = 256 * 1024;
  /** Set on a request whose answer could not be written; Jetty may then answer it once more, as it does what it refuses. */
  private static final String FAILED = ResponseWriter.class.getName() + ".failed";

  private final Request request;
  private final org.eclipse.jetty.server.Response response;
  private final Callback callback;
  private final BodyReader body;
  private boolean lingers;

  ResponseWriter(Request request, org.eclipse.jetty.server.Response response, Callback callback, BodyReader body) {
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.body = body;
  }

  /** Whether this answer has to be written on a virtual thread: it is long, or the request has a body to be dropped. */
  boolean mayBlock(Response answer) {
    return answer.body() instanceof Response.Body.Stream || hasBody();
  }

  private boolean hasBody() {
    return request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
  }

  /** Writes an answer from memory to a request without a body, without blocking. */
  void writeAtOnce(Response answer, Runnable whenDone) {
    head(answer);
    response.write(true, content(answer), Callback.from(() -> {
      whenDone.run();
      callback.succeeded();
    }, failure -> {
      whenDone.run();
      fail(failure);
    }));
  }

  private void fail(Throwable failure) {
    request.setAttribute(FAILED, true);
    callback.failed(failure);
  }

  /** Whether this request came to an answer that could not be written, and was counted with it. */
  static boolean hasFailed(Request request) {
    return request.getAttribute(FAILED) != null;
  }

  /**
   * Writes any answer; blocks until the last byte is handed to the operating system.
   *
   * @throws ClientGoneException when the client does not take it
   * @throws IOException when a body that is streamed cannot be read
   */
  void write(Response answer) throws IOException {
    head(answer);
    body.dropAvailable(DROP_AT_ONCE);
    lingers = hasBody() && !body.isEnded();
    if (lingers) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
    }
    switch (answer.body()) {
      case Response.Body.Empty _ -> send(true, BufferUtil.EMPTY_BUFFER);
      case Response.Body.Bytes _ -> send(true, content(answer));
      case Response.Body.Stream stream -> stream(stream);
    }
  }

  /**
   * Ends the request; may block for as long as it lingers.
   *
   * @param failure why the answer could not be written; one that has begun is then cut off
   */
  void end(@Nullable Throwable failure) {
    if (failure != null) {
      fail(failure);
    } else if (lingers && !linger()) {
      fail(new ClosedChannelException());
    } else {
      callback.succeeded();
    }
  }

  private void stream(Response.Body.Stream stream) throws IOException {
    if (!request.getMethod().equals("HEAD")) {
      var channel = new AnswerChannel(stream.length());
      stream.writer().writeTo(channel);
      if (channel.remaining > 0) {
        throw new IllegalStateException("the body of the answer lacks " + channel.remaining + " bytes");
      }
    }
    send(true, BufferUtil.EMPTY_BUFFER);
  }

  private void head(Response answer) {
    response.setStatus(answer.status());
    HttpFields.Mutable headers = response.getHeaders();
    for (Response.Header header : answer.headers()) {
      headers.add(header.name(), header.value());
    }
    switch (answer.body()) {
      case Response.Body.Empty _ -> {
        // Jetty adds Content-Length: 0 where the status allows a body.
      }
      case Response.Body.Bytes(byte[] bytes) -> headers.put(HttpHeader.CONTENT_LENGTH, bytes.length);
      case Response.Body.Stream stream -> headers.put(HttpHeader.CONTENT_LENGTH, stream.length());
    }
  }

  private ByteBuffer content(Response answer) {
    return request.getMethod().equals("HEAD") ? BufferUtil.EMPTY_BUFFER : answer.bytes();
  }

  private void send(boolean last, ByteBuffer bytes) throws IOException {
    try (Blocker.Callback written = Blocker.callback()) {
      response.write(last, bytes, written);
      written.block();
    } catch (IOException e) {
      throw new ClientGoneException(e);
    }
  }

  /** Reads what still comes and drops it. Returns whether the body ended. */
  private boolean linger() {
    if (body.isFailed() || (!body.isTouched() && expectsContinue())) {
      // A client that waits for 100 sends nothing after another answer, and asking for its body would send that 100.
      return false;
    }
    long end = System.nanoTime() + LINGER.toNanos();
    long dropped = 0;
    try {
      while (!body.isEnded()
          && !body.isFailed()
          && dropped < LINGER_BYTES
          && body.await(Math.min(LINGER_SILENCE.toNanos(), end - System.nanoTime()))) {
        dropped += body.dropAvailable(DROP_AT_ONCE);
      }
    } catch (InterruptedException e) {
      log.debug("Stopped waiting for the rest of a body because the server stops");
    }
    return body.isEnded();
  }

  private boolean expectsContinue() {
    return request.getHeaders().contains(HttpHeader.EXPECT, "100-continue");
  }

  /** Holds the writer to the length that was announced. */
  private final class AnswerChannel implements WritableByteChannel {
    private long remaining;

    AnswerChannel(long length) {
      this.remaining = length;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      int count = bytes.remaining();
      if (count > remaining) {
        throw new IllegalStateException("the body of the answer is longer than its Content-Length");
      }
      if (count > 0) {
        send(false, bytes);
        remaining -= count;
      }
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {
      // The request ends elsewhere, when the last byte was written.
    }
  }
}
