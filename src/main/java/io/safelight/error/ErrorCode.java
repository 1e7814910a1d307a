package io.safelight.error;

import java.util.Locale;

/**
 * Every error that a request can end in. A constant fixes what all dialects have in common: the HTTP status, the numeric code
 * of API v1.1 where it has one, whether the same request may succeed later, and a public message. The dialects' renderers turn
 * a constant into their own JSON; nothing else does.
 */
public enum ErrorCode {
  // Authentication and permission
  BAD_AUTHENTICATION_DATA(400, 215, false, "Bad Authentication data."),
  COULD_NOT_AUTHENTICATE(401, 32, false, "Could not authenticate you."),
  INVALID_TOKEN(401, 89, false, "Invalid or expired token."),
  TIMESTAMP_OUT_OF_BOUNDS(401, 135, false, "Timestamp out of bounds."),

  // Routing and bodies
  NOT_FOUND(404, 34, false, "Sorry, that page does not exist."),
  METHOD_NOT_ALLOWED(405, 0, false, "This method is not allowed for this resource."),
  MALFORMED_REQUEST(400, 0, false, "This is not a request of HTTP/1.1. Check its request line, Host and Content-Length."),
  HEAD_TOO_LARGE(431, 0, false, "The request line and headers are too long."),
  REQUEST_TIMEOUT(408, 0, true, "The request body arrived too slowly."),
  PAYLOAD_TOO_LARGE(413, 0, false, "The request body is too large."),
  UNSUPPORTED_CONTENT_TYPE(400, 0, false, "This content type is not supported here."),
  UNSUPPORTED_CONTENT_CODING(
      415, 0, false, "This Content-Encoding is not supported here. Send the body as it is, without compressing it."),
  MALFORMED_BODY(400, 0, false, "The request body could not be read."),

  // Parameters
  PARAMETER_MISSING(400, 38, false, "A required parameter is missing."),
  PARAMETER_INVALID(400, 44, false, "A parameter is invalid."),

  // Media service (API v1.1 answers these as {"request", "error"})
  MEDIA_TYPE_UNRECOGNIZED(400, 0, false, "media type unrecognized."),
  FILE_SIZE_EXCEEDED(400, 0, false, "File size exceeds the limit."),
  SEGMENT_INDEX_OUT_OF_RANGE(400, 0, false, "The segment_index is out of range."),
  SEGMENT_TOO_LARGE(400, 0, false, "The segment is too large."),
  SEGMENTS_EXCEED_TOTAL(400, 0, false, "Segments add up to more than the provided total file size."),
  SEGMENTS_INCOMPLETE(400, 0, false, "Segments do not add up to provided total file size."),
  UPLOAD_NOT_OPEN(400, 0, false, "This upload is finalized and takes no more segments."),
  INVALID_MEDIA_ID(400, 0, false, "Invalid media_id."),
  MEDIA_FAILED(400, 0, false, "The media could not be processed."),

  // Posts
  POST_NOT_FOUND(404, 144, false, "No status found with that ID."),
  MEDIA_VALIDATION_FAILED(400, 324, false, "The validation of media ids failed."),
  ANIMATED_GIF_IN_GALLERY(400, 323, false, "Animated GIFs are not allowed when uploading multiple images."),
  MEDIA_NOT_READY(400, 324, true, "Not valid video"),
  POST_EMPTY(403, 170, false, "Missing required parameter: status."),
  POST_TOO_LONG(403, 186, false, "Tweet needs to be a bit shorter."),

  // Limits and capacity
  QUOTA_EXCEEDED(403, 0, true, "The quota of this user is used up."),
  RATE_LIMIT_EXCEEDED(429, 88, true, "Rate limit exceeded"),
  OVER_CAPACITY(503, 130, true, "Over capacity"),
  INSUFFICIENT_STORAGE(503, 130, true, "Over capacity: the server's disk is nearly full."),
  INTERNAL(500, 131, true, "Internal error");

  private final int status;
  private final int legacyCode;
  private final boolean retryable;
  private final String message;

  ErrorCode(int status, int legacyCode, boolean retryable, String message) {
    this.status = status;
    this.legacyCode = legacyCode;
    this.retryable = retryable;
    this.message = message;
  }

  /** The HTTP status in every dialect, unless the dialect's own rules say otherwise. */
  public int status() {
    return status;
  }

  /** The number in API v1.1's {@code errors[].code}; 0 where v1.1 has none. */
  public int legacyCode() {
    return legacyCode;
  }

  /** Lower case with underscores, where an error is told by its name. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the same request may succeed later without being changed. */
  public boolean retryable() {
    return retryable;
  }

  /** What a client is told when the thrower has nothing more precise to say. */
  public String message() {
    return message;
  }
}
