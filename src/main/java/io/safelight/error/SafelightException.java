package io.safelight.error;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one exception that ends a request with an answer a client may read. Its message is public: it must come from this code
 * base, never from an inner exception, a file name or a tool's output. A cause is for the log only.
 */
public final class SafelightException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final transient Map<String, Object> members = new LinkedHashMap<>();
  private @Nullable Duration retryAfter;

  public SafelightException(ErrorCode code) {
    this(code, code.message());
  }

  public SafelightException(ErrorCode code, String publicMessage) {
    super(publicMessage);
    this.code = code;
  }

  public SafelightException(ErrorCode code, String publicMessage, Throwable cause) {
    super(publicMessage, cause);
    this.code = code;
  }

  public ErrorCode code() {
    return code;
  }

  /** The public message; the same as {@link #getMessage()}, never null. */
  public String publicMessage() {
    return String.valueOf(getMessage());
  }

  /** When the client may try again; rendered as {@code Retry-After}. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }

  public SafelightException retryAfter(Duration delay) {
    this.retryAfter = delay;
    return this;
  }

  /**
   * Adds a member that the renderer puts beside the error, such as {@code limit} and {@code actual}. Values are strings, numbers,
   * booleans, or {@code Map<String, Object>} of those.
   */
  public SafelightException with(String name, Object value) {
    members.put(name, value);
    return this;
  }

  /** The extra members in the order they were added. */
  public Map<String, Object> members() {
    return Collections.unmodifiableMap(members);
  }
}
