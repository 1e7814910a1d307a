package io.safelight.api.v2;

import io.safelight.api.Call;
import io.safelight.api.MediaRequest;
import io.safelight.api.Parameters;
import io.safelight.api.PayloadReceiver;
import io.safelight.api.RequestReader;
import io.safelight.api.UploadValues;
import io.safelight.auth.RateLimitBucket;
import io.safelight.blob.BlobSink;
import io.safelight.blob.BlobStore;
import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.http.Response;
import io.safelight.media.MediaId;
import io.safelight.media.UserId;
import io.safelight.upload.AppendReceipt;
import io.safelight.upload.UploadUseCases;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** {@code POST /2/media/upload/initialize}, {@code /{id}/append} and {@code /{id}/finalize}. Thread-safe. */
final class V2Media {
  private final RequestReader reader;
  private final BlobStore blobs;
  private final UploadUseCases uploads;

  V2Media(RequestReader reader, BlobStore blobs, UploadUseCases uploads) {
    this.reader = reader;
    this.blobs = blobs;
    this.uploads = uploads;
  }

  Response initialize(Call call) throws IOException {
    call.prove(List.of());
    call.take(RateLimitBucket.V2_INITIALIZE);
    var command = InitializeDocument.read(JsonRequest.read(call));
    return V2Dialect.json(200, V2MediaJson.initialized(uploads.init(user(call), command)));
  }

  Response append(Call call) throws IOException {
    return JsonRequest.mayBeJson(call.exchange().body()) ? appendJson(call) : appendParts(call);
  }

  Response finalizeUpload(Call call) throws IOException {
    call.prove(List.of());
    call.take(RateLimitBucket.V2_FINALIZE);
    var answer = uploads.finalizeUpload(user(call), id(call), call.exchange().receivedAt());
    return V2Dialect.json(200, V2MediaJson.finalized(answer));
  }

  private Response appendJson(Call call) throws IOException {
    call.prove(List.of());
    call.take(RateLimitBucket.V2_APPEND);
    try (var receiver = new PayloadReceiver(blobs, uploads.maxPayload(), () -> {});
        InputStream body = JsonRequest.open(call, uploads.maxBody())) {
      Optional<String> index = SegmentDocument.read(body, receiver);
      return append(call, index, receiver.payload());
    }
  }

  private Response appendParts(Call call) throws IOException {
    try (MediaRequest request = reader.readMedia(call, _ -> call.take(RateLimitBucket.V2_APPEND))) {
      call.take(RateLimitBucket.V2_APPEND);
      return append(call, request.parameters().find("segment_index"), request.media());
    }
  }

  private Response append(Call call, Optional<String> segmentIndex, Optional<BlobSink> media) throws IOException {
    String text = segmentIndex.orElseThrow(() -> Parameters.missing("segment_index"));
    BlobSink payload = media.orElseThrow(() -> Parameters.missing("media"));
    AppendReceipt receipt = uploads.append(user(call), id(call), UploadValues.segmentIndex(text), payload);
    return V2Dialect.json(200, V2MediaJson.appended(receipt.media()));
  }

  private static UserId user(Call call) {
    return call.principal().user();
  }

  private static MediaId id(Call call) {
    return parseId(call.exchange().pathVariable("id"));
  }

  static MediaId parseId(String text) {
    return MediaId.parse(text)
        .orElseThrow(
            () ->
                new SafelightException(
                    ErrorCode.INVALID_MEDIA_ID, "The media id is not valid: it is a number of 1 to 19 digits."));
  }
}
