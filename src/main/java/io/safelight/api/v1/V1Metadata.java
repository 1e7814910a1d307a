package io.safelight.api.v1;

import io.safelight.api.Call;
import io.safelight.api.MediaIds;
import io.safelight.api.Parameters;
import io.safelight.api.RequestReader;
import io.safelight.api.SmallJson;
import io.safelight.auth.RateLimitBucket;
import io.safelight.http.Response;
import io.safelight.media.MediaId;
import io.safelight.upload.UploadUseCases;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** {@code POST media/metadata/create.json}: describes an image. The body is JSON, whatever its type says. Thread-safe. */
final class V1Metadata {
  private final UploadUseCases uploads;

  V1Metadata(UploadUseCases uploads) {
    this.uploads = uploads;
  }

  Response handle(Call call) throws IOException {
    call.prove(List.of());
    call.take(RateLimitBucket.V1_METADATA);
    JsonNode body = SmallJson.object(call.exchange().body().readBytes(call.account(), RequestReader.MAX_BODY));
    MediaId id = MediaIds.parse(SmallJson.text(body, "media_id").orElseThrow(() -> Parameters.missing("media_id")));
    JsonNode text = body.path("alt_text").path("text");
    if (body.path("alt_text").isMissingNode()) {
      throw Parameters.missing("alt_text");
    }
    if (!text.isString()) {
      throw Parameters.invalid("alt_text", "it is an object with a text, such as {\"text\": \"A cat\"}.");
    }
    uploads.describe(call.principal().user(), id, text.asString());
    return Response.empty(200).with("Content-Type", V1Dialect.HTML);
  }
}
