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
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  /** The status line once more as a header, since the recorded API sends it. */
  private static final Map<Integer, Header> STATUS_HEADERS =
      Stream.of(
              "200 OK",
              "201 Created",
              "202 Accepted",
              "204 No Content",
              "400 Bad Request",
              "401 Unauthorized",
              "403 Forbidden",
              "404 Not Found",
              "405 Method Not Allowed",
              "408 Request Timeout",
              "413 Payload Too Large",
              "415 Unsupported Media Type",
              "429 Too Many Requests",
              "431 Request Header Fields Too Large",
              "500 Internal Server Error",
              "503 Service Unavailable")
          .collect(Collectors.toMap(line -> Integer.valueOf(line.substring(0, 3)), line -> new Header("status", line)));

  private final InstantSource clock;

  V1Dialect(InstantSource clock) {
    this.clock = clock;
  }

  static Response json(int status, byte[] body) {
    return Response.of(status, JSON, body);
  }

  @Override
  public Response complete(Response answer, Call call) {
    var headers = new ArrayList<Header>(HEADERS);
    headers.addAll(answer.headers());
    headers.add(CACHE_CONTROL);
    headers.add(DISPOSITION);
    headers.add(statusHeader(answer.status()));
    AnswerHeaders.addCaller(headers, call);
    long millis = Math.max(0, clock.millis() - call.exchange().receivedAt().toEpochMilli());
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

  private static Header statusHeader(int status) {
    Header header = STATUS_HEADERS.get(status);
    return header == null ? new Header("status", Integer.toString(status)) : header;
  }
}
