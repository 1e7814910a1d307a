package io.safelight.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request; can be read once, in one of these ways, on a virtual thread. Every way enforces the minimum
 * rate, and counts bytes as they come: Content-Length is used only to refuse early.
 *
 * <p>All methods throw {@link io.safelight.error.SafelightException} with REQUEST_TIMEOUT when the body comes too
 * slowly, PAYLOAD_TOO_LARGE when it is too large, MALFORMED_BODY when it breaks the rules of its format or ends early,
 * and, before anything is read, OVER_CAPACITY when the server or this principal has too many bodies open, and
 * UNSUPPORTED_CONTENT_CODING when the body is compressed.
 */
public interface RequestBody {

  /** What the Content-Type says, tolerantly read. */
  BodyType type();

  /** Whether there is a body at all, as far as the head of the request tells. */
  boolean isEmpty();

  /**
   * Reads an urlencoded body. What does not fit in a little memory is spooled to a file that {@link Form#close}
   * deletes.
   *
   * @param principal on whose account the open body is counted; a proven user, or the origin of one who is not
   * @param maxBytes of the encoded body
   */
  Form readForm(String principal, long maxBytes) throws IOException;

  /** Reads a whole body into memory, such as a JSON document. */
  byte[] readBytes(String principal, int maxBytes) throws IOException;

  /**
   * Reads a body as a stream that is at most {@code maxBytes} long; for JSON documents with large values. Must be
   * closed.
   */
  InputStream openStream(String principal, long maxBytes) throws IOException;

  /**
   * Reads a multipart body part by part.
   *
   * @param maxBytes of the whole body
   */
  void readMultipart(String principal, long maxBytes, PartHandler handler) throws IOException;

  /** The kinds of bodies that the API knows. */
  enum BodyType {
    /** No Content-Type, or one that is none of the others. */
    OTHER,
    FORM,
    MULTIPART,
    JSON
  }

  /** Receives the parts of a multipart body in the order sent. */
  interface PartHandler {
    /**
     * Begins a part.
     *
     * @return where its bytes go; null to have them dropped
     */
    @Nullable PartSink begin(PartHead head) throws IOException;
  }

  /**
   * The head of a part.
   *
   * @param name the part's name; empty when it has none
   * @param isBase64 whether {@code Content-Transfer-Encoding: base64} is set; the bytes passed on are then still
   *     encoded
   */
  record PartHead(String name, boolean isBase64) {}

  /** Receives the bytes of one part. */
  interface PartSink {
    /** Takes all remaining bytes; the buffer is reused after this returns. */
    void write(ByteBuffer bytes) throws IOException;

    /** The part is complete. Not called when the body ends early. */
    void end() throws IOException;
  }
}
