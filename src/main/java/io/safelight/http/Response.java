package io.safelight.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An answer. Immutable but for {@link #with}, which returns a new one.
 *
 * @param headers in the order in which they are sent; Date, Content-Length and Connection are added by the server
 */
public record Response(int status, List<Header> headers, Body body) {

  public Response {
    headers = List.copyOf(headers);
  }

  /** A name and a value. */
  public record Header(String name, String value) {}

  /** What follows the headers. */
  public sealed interface Body {
    /** No body; Content-Length: 0 where the status allows a body. */
    record Empty() implements Body {}

    /** A body in memory. The array must not be changed afterwards. */
    @SuppressWarnings("ArrayRecordComponent")
    record Bytes(byte[] bytes) implements Body {}

    /**
     * A body of known length that is written on a virtual thread. The writer is called at most once, and not at all for
     * HEAD or when the client has gone: what needs closing is opened by the writer.
     */
    record Stream(long length, StreamWriter writer) implements Body {}
  }

  /** Writes a body of a length that was announced. */
  @FunctionalInterface
  public interface StreamWriter {
    void writeTo(WritableByteChannel channel) throws IOException;
  }

  public static Response empty(int status) {
    return new Response(status, List.of(), new Body.Empty());
  }

  /** A body of this type; the bytes must not be changed afterwards. */
  public static Response of(int status, String contentType, byte[] bytes) {
    return new Response(status, List.of(new Header("Content-Type", contentType)), new Body.Bytes(bytes));
  }

  public static Response text(int status, String text) {
    return of(status, "text/plain;charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  /** The same answer with one more header. */
  public Response with(String name, String value) {
    var more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new Response(status, more, body);
  }

  /** The body in memory as a buffer; empty for the other kinds of body. */
  public ByteBuffer bytes() {
    return body instanceof Body.Bytes(byte[] bytes)
        ? ByteBuffer.wrap(bytes).asReadOnlyBuffer()
        : ByteBuffer.allocate(0);
  }
}
