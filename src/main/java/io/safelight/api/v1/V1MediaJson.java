package io.safelight.api.v1;

import io.safelight.api.JsonWriter;
import io.safelight.api.MediaJson;
import io.safelight.media.Media;
import io.safelight.media.MediaState;
import io.safelight.media.MediaStatus;
import io.safelight.upload.UploadAnswer;

/** The JSON of the media service, member by member in the order of the real API. */
final class V1MediaJson {
  private V1MediaJson() {}

  /** The answer to INIT. */
  static byte[] init(MediaStatus status) {
    JsonWriter json = begin(status.media());
    MediaJson.expiry(json, status);
    return json.endObject().toBytes();
  }

  /** The answer to FINALIZE and to a simple upload. */
  static byte[] uploaded(UploadAnswer answer) {
    MediaStatus status = answer.status();
    JsonWriter json = begin(status.media());
    json.field("size", status.media().totalBytes());
    MediaJson.expiry(json, status);
    MediaJson.facts(json, status.media());
    if (answer.asynchronous()) {
      MediaJson.processing(json, status);
    }
    return json.endObject().toBytes();
  }

  /**
   * The answer to STATUS. The size is part of it where the media key is: the real API was recorded with both when a category was
   * named, and its reference shows neither.
   */
  static byte[] status(MediaStatus status) {
    Media media = status.media();
    JsonWriter json = begin(media);
    if (media.categoryNamed() && media.state() != MediaState.OPEN) {
      json.field("size", media.totalBytes());
    }
    MediaJson.expiry(json, status);
    MediaJson.facts(json, media);
    MediaJson.processing(json, status);
    return json.endObject().toBytes();
  }

  private static JsonWriter begin(Media media) {
    var json = new JsonWriter();
    json.beginObject().field("media_id", media.id().value()).field("media_id_string", media.id().toString());
    media.mediaKey().ifPresent(key -> json.field("media_key", key));
    return json;
  }
}
