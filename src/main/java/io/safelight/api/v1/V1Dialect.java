package io.safelight.api.v1;

import io.safelight.api.AnswerHeaders;
import io.safelight.api.Call;
import io.safelight.api.Dialect;
import io.safelight.api.JsonWriter;
import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.http.Exchange;
import io.safelight.http.Response;
import io.safelight.http.Response.Header;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * What all answers of API v1.1 have in common: the headers that were recorded from it, and its two shapes of errors. The media
 * service answers errors that have no number as {@code {"request", "error"}}; everything else is {@code {"errors": [{"code",
 * "message"}]}}. Details come as further members beside the message. Thread-safe.
 */
final class V1Dialect implements Dialect {
  static final String JSON = "application/json;charset=utf-8";
  static final String HTML = "text/html;charset=utf-8";

  /** The number of errors outside the media service for which the API has no number of their own: a bad request. */
  private static final int BAD_REQUEST_CODE = 214;
  private static final Header CACHE_CONTROL =
      new Header("cache-control", "no-cache, no-store, must-revalidate, pre-check=0, post-check=0");
  private static final Header DISPOSITION = new Header("content-disposition", "attachment; filename=json.json");
  private static final int HEADERS = 12;

  private static final Header OK = new Header("status", "200 OK");
  private static final Header CREATED = new Header("status", "201 Created");
  private static final Header ACCEPTED = new Header("status", "202 Accepted");
  private static final Header NO_CONTENT = new Header("status", "204 No Content");
  private static final Header BAD_REQUEST = new Header("status", "400 Bad Request");
  private static final Header UNAUTHORIZED = new Header("status", "401 Unauthorized");
  private static final Header FORBIDDEN = new Header("status", "403 Forbidden");
  private static final Header NOT_FOUND = new Header("status", "404 Not Found");
  private static final Header METHOD_NOT_ALLOWED = new Header("status", "405 Method Not Allowed");
  private static final Header REQUEST_TIMEOUT = new Header("status", "408 Request Timeout");
  private static final Header PAYLOAD_TOO_LARGE = new Header("status", "413 Payload Too Large");
  private static final Header UNSUPPORTED_MEDIA_TYPE = new Header("status", "415 Unsupported Media Type");
  private static final Header TOO_MANY_REQUESTS = new Header("status", "429 Too Many Requests");
  private static final Header HEAD_TOO_LARGE = new Header("status", "431 Request Header Fields Too Large");
  private static final Header INTERNAL_SERVER_ERROR = new Header("status", "500 Internal Server Error");
  private static final Header SERVICE_UNAVAILABLE = new Header("status", "503 Service Unavailable");

  private final InstantSource clock;

  V1Dialect(InstantSource clock) {
    this.clock = clock;
  }

  static Response json(int status, byte[] body) {
    return Response.of(status, JSON, body);
  }

  @Override
  public Response complete(Response answer, Exchange exchange, @Nullable Call call) {
    var headers = new ArrayList<Header>(HEADERS);
    headers.addAll(answer.headers());
    headers.add(CACHE_CONTROL);
    headers.add(DISPOSITION);
    headers.add(statusHeader(answer.status()));
    AnswerHeaders.addCaller(headers, call);
    long millis = Math.max(0, clock.millis() - exchange.receivedAt().toEpochMilli());
    headers.add(new Header("x-response-time", Long.toString(millis)));
    headers.add(new Header("x-transaction", AnswerHeaders.transaction()));
    return new Response(answer.status(), Collections.unmodifiableList(headers), answer.body());
  }

  @Override
  public Response error(SafelightException error, Exchange exchange) {
    ErrorCode code = error.code();
    String path = exchange.path();
    var json = new JsonWriter();
    if (code.legacyCode() == 0 && path.startsWith("/1.1/media/")) {
      json.beginObject()
          .field("request", path)
          .field("error", error.publicMessage())
          .fields(error.members())
          .endObject();
    } else {
      json.beginObject()
          .name("errors")
          .beginArray()
          .beginObject()
          .field("code", code.legacyCode() == 0 ? BAD_REQUEST_CODE : code.legacyCode())
          .field("message", error.publicMessage())
          .fields(error.members())
          .endObject()
          .endArray()
          .endObject();
    }
    return json(code.status(), json.toBytes());
  }

  /** The status line once more as a header, since the recorded API sends it. */
  private static Header statusHeader(int status) {
    return switch (status) {
      case 200 -> OK;
      case 201 -> CREATED;
      case 202 -> ACCEPTED;
      case 204 -> NO_CONTENT;
      case 400 -> BAD_REQUEST;
      case 401 -> UNAUTHORIZED;
      case 403 -> FORBIDDEN;
      case 404 -> NOT_FOUND;
      case 405 -> METHOD_NOT_ALLOWED;
      case 408 -> REQUEST_TIMEOUT;
      case 413 -> PAYLOAD_TOO_LARGE;
      case 415 -> UNSUPPORTED_MEDIA_TYPE;
      case 429 -> TOO_MANY_REQUESTS;
      case 431 -> HEAD_TOO_LARGE;
      case 503 -> SERVICE_UNAVAILABLE;
      default -> INTERNAL_SERVER_ERROR;
    };
  }
}
