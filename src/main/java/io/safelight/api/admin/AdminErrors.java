package io.safelight.api.admin;

import io.safelight.api.JsonWriter;
import io.safelight.error.SafelightException;
import io.safelight.http.ErrorRenderer;
import io.safelight.http.Exchange;
import io.safelight.http.Response;

/** Errors of the admin API: {@code {"error": {"code", "message", ...}}} with the error's name as its code. */
final class AdminErrors implements ErrorRenderer {
  static final String JSON = "application/json";

  @Override
  public Response render(SafelightException error, Exchange exchange) {
    var json = new JsonWriter();
    json.beginObject()
        .name("error")
        .beginObject()
        .field("code", error.code().wireName())
        .field("message", error.publicMessage())
        .fields(error.members())
        .endObject()
        .endObject();
    return Response.of(error.code().status(), JSON, json.toBytes());
  }
}
