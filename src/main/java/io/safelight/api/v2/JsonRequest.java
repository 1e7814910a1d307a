package io.safelight.api.v2;

import io.safelight.api.Call;
import io.safelight.api.RequestReader;
import io.safelight.api.SmallJson;
import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.http.RequestBody;
import io.safelight.http.RequestBody.BodyType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** Reads requests whose body has to be a JSON document. */
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
    if (body.type() != BodyType.JSON) {
      throw new SafelightException(
          ErrorCode.UNSUPPORTED_CONTENT_TYPE, "Requests with bodies must have content-type of application/json.");
    }
    return SmallJson.object(body.readBytes(call.account(), RequestReader.MAX_BODY));
  }
}
