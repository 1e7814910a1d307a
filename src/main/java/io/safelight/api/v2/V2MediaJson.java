package io.safelight.api.v2;

import io.safelight.api.JsonWriter;
import io.safelight.api.MediaJson;
import io.safelight.media.Media;
import io.safelight.media.MediaState;
import io.safelight.media.MediaStatus;
import io.safelight.upload.UploadAnswer;
import java.time.Instant;

/** The JSON of the media endpoints of API v2. The media key is always part of it, since the schema of v2 asks for it. */
final class V2MediaJson {
  private V2MediaJson() {}

  static byte[] initialized(MediaStatus status) {
    JsonWriter json = begin(status.media());
    MediaJson.expiry(json, status);
    return end(json);
  }

  static byte[] appended(Media media) {
    var json = new JsonWriter();
    json.beginObject().name("data").beginObject();
    Instant expires = media.times().expires();
    if (expires != null) {
      json.field("expires_at", expires.getEpochSecond());
    }
    return end(json);
  }

  static byte[] finalized(UploadAnswer answer) {
    return describe(answer.status(), answer.asynchronous());
  }

  static byte[] status(MediaStatus status) {
    return describe(status, true);
  }

  private static byte[] describe(MediaStatus status, boolean withProcessing) {
    Media media = status.media();
    JsonWriter json = begin(media);
    if (media.state() != MediaState.OPEN) {
      json.field("size", media.totalBytes());
    }
    MediaJson.expiry(json, status);
    MediaJson.facts(json, media);
    if (withProcessing) {
      MediaJson.processing(json, status);
    }
    return end(json);
  }

  private static JsonWriter begin(Media media) {
    var json = new JsonWriter();
    json.beginObject().name("data").beginObject().field("id", media.id().toString());
    media.category().mediaKey(media.id()).ifPresent(key -> json.field("media_key", key));
    return json;
  }

  private static byte[] end(JsonWriter json) {
    return json.endObject().endObject().toBytes();
  }
}
