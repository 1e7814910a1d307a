package io.safelight.delivery;

import io.safelight.error.SafelightException;
import io.safelight.http.Exchange;
import io.safelight.http.Response;
import java.time.Duration;

/** What delivery answers when it does not answer with a file. Errors are one line of text and are never cached. */
final class PlainAnswers {
  private static final String REQUEST_HEADERS =
      "Range, If-Range, If-Match, If-None-Match, If-Modified-Since, If-Unmodified-Since, Authorization, Cache-Control";
  private static final String EXPOSED_HEADERS = "Content-Length, Content-Range, Accept-Ranges, ETag, Last-Modified";
  private static final Duration PREFLIGHT_MAX_AGE = Duration.ofDays(1);

  private PlainAnswers() {}

  /** Renders the errors of the server itself, such as a method that is not allowed. */
  static Response error(SafelightException error, Exchange exchange) {
    return text(error.code().status(), error.publicMessage());
  }

  static Response notFound() {
    return text(404, "Not found.");
  }

  static Response linkExpired() {
    return text(403, "This link has expired. Ask for the media again to get a new one.");
  }

  static Response preconditionFailed() {
    return text(412, "The file is not the one that the request's conditions name.");
  }

  static Response unsatisfiable(long size) {
    return text(416, "The file has " + size + " bytes; the range asked for is not among them.")
        .with("Content-Range", "bytes */" + size)
        .with("Accept-Ranges", "bytes");
  }

  /** The answer to a preflight of the Fetch standard: it says what scripts may send, of any media, known or not. */
  static Response preflight() {
    return Response.empty(204)
        .with("Access-Control-Allow-Origin", "*")
        .with("Access-Control-Allow-Methods", "GET, HEAD")
        .with("Access-Control-Allow-Headers", REQUEST_HEADERS)
        .with("Access-Control-Max-Age", Long.toString(PREFLIGHT_MAX_AGE.toSeconds()))
        .with("Allow", "GET, HEAD, OPTIONS");
  }

  /** Lets scripts of any site read an answer. */
  static Response withCors(Response response) {
    return response
        .with("Access-Control-Allow-Origin", "*")
        .with("Access-Control-Expose-Headers", EXPOSED_HEADERS);
  }

  private static Response text(int status, String text) {
    return withCors(Response.text(status, text + "\n"))
        .with("X-Content-Type-Options", "nosniff")
        .with("Cache-Control", "no-store");
  }
}
