package io.safelight.api.v2;

import io.safelight.api.AnswerHeaders;
import io.safelight.api.Call;
import io.safelight.api.Dialect;
import io.safelight.api.GateRefusals;
import io.safelight.api.JsonWriter;
import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.http.Exchange;
import io.safelight.http.Response;
import io.safelight.http.Response.Header;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;

/**
 * What all answers of API v2 have in common: its headers, and problem documents (RFC 9457) as it was seen to write them, with a
 * list of errors where parameters are to blame. Details come as further members. Thread-safe.
 */
final class V2Dialect implements Dialect {
  static final String JSON = "application/json; charset=utf-8";

  private static final String PROBLEM = "application/problem+json";
  private static final String PROBLEMS = "https://api.twitter.com/2/problems/";
  private static final String BLANK = "about:blank";
  private static final String INVALID = "One or more parameters to your request was invalid.";
  private static final Header CACHE_CONTROL = new Header("cache-control", "no-cache, no-store, max-age=0");
  private static final Header API_VERSION = new Header("api-version", "2.167");
  private static final int HEADERS = 9;

  static Response json(int status, byte[] body) {
    return Response.of(status, JSON, body);
  }

  @Override
  public Response complete(Response answer, Call call) {
    var headers = new ArrayList<Header>(HEADERS);
    headers.addAll(answer.headers());
    headers.add(CACHE_CONTROL);
    headers.add(API_VERSION);
    AnswerHeaders.addCaller(headers, call);
    headers.add(new Header("x-transaction-id", AnswerHeaders.transaction()));
    return new Response(answer.status(), Collections.unmodifiableList(headers), answer.body());
  }

  @Override
  public Response error(SafelightException error, Exchange exchange) {
    return switch (error.code()) {
      case BAD_AUTHENTICATION_DATA, COULD_NOT_AUTHENTICATE, INVALID_TOKEN, TIMESTAMP_OUT_OF_BOUNDS ->
          problem(401, "Unauthorized", BLANK, error);
      case QUOTA_EXCEEDED, POST_TOO_LONG -> problem(403, "Forbidden", BLANK, error);
      case NOT_FOUND, POST_NOT_FOUND -> problem(404, "Not Found Error", PROBLEMS + "resource-not-found", error);
      case METHOD_NOT_ALLOWED -> problem(405, "Method Not Allowed", BLANK, error);
      case REQUEST_TIMEOUT -> problem(408, "Request Timeout", BLANK, error);
      case PAYLOAD_TOO_LARGE -> problem(413, "Payload Too Large", BLANK, error);
      case UNSUPPORTED_CONTENT_CODING -> problem(415, "Unsupported Media Type", BLANK, error);
      case HEAD_TOO_LARGE -> problem(431, "Request Header Fields Too Large", BLANK, error);
      case RATE_LIMIT_EXCEEDED -> problem(429, "Too Many Requests", PROBLEMS + "rate-limit-exceeded", error);
      case OVER_CAPACITY, INSUFFICIENT_STORAGE -> problem(503, "Service Unavailable", BLANK, error);
      case INTERNAL -> problem(500, "Internal Server Error", BLANK, error);
      case MEDIA_VALIDATION_FAILED, MEDIA_NOT_READY, ANIMATED_GIF_IN_GALLERY -> mediaRefused(error);
      case UNSUPPORTED_CONTENT_TYPE,
          MALFORMED_REQUEST,
          MALFORMED_BODY,
          PARAMETER_MISSING,
          PARAMETER_INVALID,
          MEDIA_TYPE_UNRECOGNIZED,
          FILE_SIZE_EXCEEDED,
          SEGMENT_INDEX_OUT_OF_RANGE,
          SEGMENT_TOO_LARGE,
          SEGMENTS_EXCEED_TOTAL,
          SEGMENTS_INCOMPLETE,
          UPLOAD_NOT_OPEN,
          INVALID_MEDIA_ID,
          MEDIA_FAILED,
          POST_EMPTY ->
          invalidRequest(error);
    };
  }

  /** The media service says of a media that is not there that the request was bad. */
  static SafelightException asMediaError(SafelightException error) {
    return error.code() == ErrorCode.NOT_FOUND
        ? new SafelightException(ErrorCode.PARAMETER_INVALID, "BadRequest: Not found")
        : error;
  }

  private static Response problem(int status, String title, String type, SafelightException error) {
    var json = new JsonWriter();
    json.beginObject()
        .field("title", title)
        .field("detail", error.publicMessage())
        .field("type", type)
        .field("status", status)
        .fields(error.members())
        .endObject();
    return Response.of(status, PROBLEM, json.toBytes());
  }

  private static Response invalidRequest(SafelightException error) {
    var json = new JsonWriter();
    json.beginObject()
        .name("errors")
        .beginArray()
        .beginObject()
        .field("message", error.publicMessage())
        .fields(error.members())
        .endObject()
        .endArray();
    return invalid(json, INVALID);
  }

  /** Why media cannot be in a post: one message for every cause, as on X, and the cause in the detail. */
  private static Response mediaRefused(SafelightException error) {
    Map<String, Object> members = error.members();
    var json = new JsonWriter();
    json.beginObject()
        .name("errors")
        .beginArray()
        .beginObject()
        .name("parameters")
        .beginObject()
        .name("media.media_ids")
        .beginArray();
    for (String id : String.valueOf(members.getOrDefault(GateRefusals.MEDIA_IDS, "")).split(",", -1)) {
      json.value(id);
    }
    json.endArray().endObject().field("message", "Your media IDs are invalid.");
    members.forEach(
        (name, value) -> {
          if (!name.equals(GateRefusals.MEDIA_IDS)) {
            json.fields(Map.of(name, value));
          }
        });
    json.endObject().endArray();
    return invalid(json, INVALID + " " + error.publicMessage());
  }

  private static Response invalid(JsonWriter json, String detail) {
    json.field("title", "Invalid Request")
        .field("detail", detail)
        .field("type", PROBLEMS + "invalid-request")
        .endObject();
    return Response.of(400, PROBLEM, json.toBytes());
  }
}
