package io.safelight.api;

import io.safelight.media.Media;
import io.safelight.media.MediaError;
import io.safelight.media.MediaFacts;
import io.safelight.media.MediaStatus;
import io.safelight.media.ProcessingInfo;
import io.safelight.media.UploadProgress;

/** The members of a media's answers that both versions of the API share. */
public final class MediaJson {
  private MediaJson() {}

  /** Writes {@code expires_after_secs}, if the media has an end. */
  public static void expiry(JsonWriter json, MediaStatus status) {
    if (status.expiresAfterSecs().isPresent()) {
      json.field("expires_after_secs", status.expiresAfterSecs().getAsLong());
    }
  }

  /** Writes {@code image} or {@code video}, once it is known what the media is; of a video also whether more will be made of it. */
  public static void facts(JsonWriter json, Media media) {
    MediaFacts facts = media.facts();
    if (facts == null) {
      return;
    }
    switch (facts.kind()) {
      case IMAGE, GIF -> {
        json.name("image")
            .beginObject()
            .field("image_type", facts.contentType())
            .field("w", facts.width())
            .field("h", facts.height());
        blurHash(json, facts);
        json.endObject();
      }
      case VIDEO -> {
        json.name("video").beginObject().field("video_type", facts.contentType());
        blurHash(json, facts);
        json.field("variants_complete", media.variantsComplete()).endObject();
      }
      case SUBTITLES -> {}
    }
  }

  /** Writes {@code blurhash}, where there is one. */
  public static void blurHash(JsonWriter json, MediaFacts facts) {
    String blurHash = facts.blurHash();
    if (blurHash != null) {
      json.field("blurhash", blurHash);
    }
  }

  /** Writes {@code processing_info}; an upload that is still open also says what has arrived, so that it can be resumed. */
  public static void processing(JsonWriter json, MediaStatus status) {
    ProcessingInfo info = status.processing();
    json.name("processing_info").beginObject().field("state", info.state().wireName());
    if (info.checkAfterSecs().isPresent()) {
      json.field("check_after_secs", info.checkAfterSecs().getAsInt());
    }
    json.field("progress_percent", info.progressPercent());
    MediaError error = info.error();
    if (error != null) {
      json.name("error");
      error(json, error);
    }
    status.upload().ifPresent(upload -> upload(json, upload));
    json.endObject();
  }

  private static void error(JsonWriter json, MediaError error) {
    json.beginObject()
        .field("code", error.reason().kind().code())
        .field("name", error.reason().kind().wireName())
        .field("message", error.message())
        .fields(error.details())
        .endObject();
  }

  private static void upload(JsonWriter json, UploadProgress upload) {
    json.field("phase", "uploading")
        .name("upload")
        .beginObject()
        .field("bytes_received", upload.bytesReceived())
        .field("total_bytes", upload.totalBytes())
        .field("segments_received", upload.segmentsReceived())
        .field("missing_segments", upload.missingSegments())
        .endObject();
  }
}
