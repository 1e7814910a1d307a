package io.safelight.api.v2;

import io.safelight.api.Call;
import io.safelight.api.RequestReader;
import io.safelight.api.SmallJson;
import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.http.RequestBody;
import io.safelight.http.RequestBody.BodyType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/**
 * Reads requests whose body has to be a JSON document. Clients send them typed text/plain or not at all as well, so that the first
 * character decides where the type says nothing.
 */
final class JsonRequest {
  private JsonRequest() {}

  /**
   * Reads the body, which is an empty object when there is none.
   *
   * @throws SafelightException UNSUPPORTED_CONTENT_TYPE or MALFORMED_BODY in the words of API v2
   */
  static JsonNode read(Call call) throws IOException {
    RequestBody body = call.exchange().body();
    if (body.isEmpty()) {
      return SmallJson.object("{}".getBytes(StandardCharsets.UTF_8));
    }
    if (!mayBeJson(body)) {
      throw notTypedAsJson();
    }
    byte[] document = body.readBytes(call.account(), RequestReader.MAX_BODY);
    var _ = beginning(body, new ByteArrayInputStream(document));
    return SmallJson.object(document);
  }

  /**
   * Reads a body that is too large for memory.
   *
   * @throws SafelightException UNSUPPORTED_CONTENT_TYPE when neither its type nor its first character says that it is an object
   */
  static InputStream open(Call call, long maxBytes) throws IOException {
    RequestBody body = call.exchange().body();
    return beginning(body, body.openStream(call.account(), maxBytes));
  }

  /** Whether there is a body that is JSON, or of which only its first character will tell. */
  static boolean mayBeJson(RequestBody body) {
    return switch (body.type()) {
      case JSON -> true;
      case OTHER -> !body.isEmpty();
      case FORM, MULTIPART -> false;
    };
  }

  /** Looks at the first character of a document that is not typed as JSON. */
  private static InputStream beginning(RequestBody body, InputStream document) throws IOException {
    if (body.type() == BodyType.JSON) {
      return document;
    }
    int first = document.read();
    while (first == ' ' || first == '\n' || first == '\r' || first == '\t') {
      first = document.read();
    }
    if (first != '{') {
      throw notTypedAsJson();
    }
    var rest = new PushbackInputStream(document);
    rest.unread(first);
    return rest;
  }

  private static SafelightException notTypedAsJson() {
    return new SafelightException(
        ErrorCode.UNSUPPORTED_CONTENT_TYPE, "Requests with bodies must have content-type of application/json.");
  }
}
