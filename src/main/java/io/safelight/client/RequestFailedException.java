package io.safelight.client;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The server answered a request with an error. The message is the server's own. */
public final class RequestFailedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final int code;
  private final String hint;
  private final transient Optional<Duration> retryAfter;

  RequestFailedException(int status, int code, String message, String hint, Optional<Duration> retryAfter) {
    super(message);
    this.status = status;
    this.code = code;
    this.hint = hint;
    this.retryAfter = retryAfter;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The numeric code of API v1.1, such as 324; 0 where the answer has none. */
  public int code() {
    return code;
  }

  /** What the server adds for a person, such as what to change; empty where it adds nothing. */
  public String hint() {
    return hint;
  }

  /** When the server wants to be asked again. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /** Whether the same request may succeed later: the server is busy, restarts, or counts too many requests. */
  public boolean isTemporary() {
    return status == 429 || status == 502 || status == 503 || status == 504;
  }

  /**
   * Whether the server itself said that it did nothing and when to come back. A 502, a 504, or a 503 without {@code Retry-After}
   * may come from a proxy that lost the answer to a request that was done.
   */
  boolean isRefusedForNow() {
    return status == 429 || (status == 503 && retryAfter.isPresent());
  }

  /** Reads the shapes in which errors come: {@code errors[]}, {@code error}, a problem document, or an empty body. */
  static RequestFailedException of(int status, JsonNode body, Optional<Duration> retryAfter) {
    JsonNode first = body.path("errors").path(0);
    String message = first.path("message").asString("");
    if (message.isEmpty()) {
      message = body.path("error").asString("");
    }
    if (message.isEmpty()) {
      message = body.path("detail").asString("");
    }
    if (message.isEmpty()) {
      message =
          "The server answered with HTTP status "
              + status
              + " and none of Safelight's errors; it may be another server, or a proxy.";
    }
    String hint = (first.isMissingNode() ? body : first).path("hint").asString("");
    return new RequestFailedException(status, first.path("code").asInt(0), message, hint, retryAfter);
  }
}
