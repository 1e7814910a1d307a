package io.safelight.api.v1;

import io.safelight.api.Call;
import io.safelight.api.MediaIds;
import io.safelight.api.MediaRequest;
import io.safelight.api.Parameters;
import io.safelight.api.RequestReader;
import io.safelight.api.UploadValues;
import io.safelight.auth.RateLimitBucket;
import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.http.Response;
import io.safelight.media.MediaCategory;
import io.safelight.media.MediaId;
import io.safelight.media.MediaKind;
import io.safelight.media.MediaStatus;
import io.safelight.media.UserId;
import io.safelight.upload.AppendReceipt;
import io.safelight.upload.InitCommand;
import io.safelight.upload.SimpleCommand;
import io.safelight.upload.UploadAnswer;
import io.safelight.upload.UploadUseCases;
import java.io.IOException;
import java.util.Optional;

/** {@code POST media/upload.json}: INIT, APPEND, FINALIZE and simple upload, told apart by {@code command}. Thread-safe. */
final class V1MediaUpload {
  private static final String HOW_TO_UPLOAD =
      "Send the file as multipart/form-data in a part named media, or as base64 in media_data.";

  private final RequestReader reader;
  private final UploadUseCases uploads;

  V1MediaUpload(RequestReader reader, UploadUseCases uploads) {
    this.reader = reader;
    this.uploads = uploads;
  }

  Response handle(Call call) throws IOException {
    try (MediaRequest request = reader.readMedia(call, known -> countSegment(call, known))) {
      Optional<String> command = request.parameters().findFilled("command");
      if (command.isEmpty()) {
        return simple(call, request);
      }
      // Commands are case-sensitive, as the X media API documents.
      return switch (command.get()) {
        case "INIT" -> init(call, request.parameters());
        case "APPEND" -> append(call, request);
        case "FINALIZE" -> finalizeUpload(call, request.parameters());
        default -> throw unknown(call, command.get(), request);
      };
    }
  }

  /** Refuses the segment of a user who is over his limit before it is stored. */
  private static void countSegment(Call call, Parameters known) {
    if (known.findFilled("command").filter("APPEND"::equals).isPresent()) {
      call.take(RateLimitBucket.V1_APPEND);
    }
  }

  private Response init(Call call, Parameters parameters) throws IOException {
    Optional<MediaCategory> category = category(parameters);
    String mediaType = parameters.findFilled("media_type").orElse("");
    MediaKind kind =
        category.or(() -> MediaCategory.infer(mediaType)).map(MediaCategory::kind).orElse(MediaKind.IMAGE);
    call.take(
        switch (kind) {
          case IMAGE, GIF, SUBTITLES -> RateLimitBucket.V1_UPLOAD;
          case VIDEO -> RateLimitBucket.V1_INIT_VIDEO;
        });
    if (mediaType.isEmpty() && category.isEmpty()) {
      throw Parameters.missing("media_type");
    }
    long totalBytes = UploadValues.totalBytes(parameters.require("total_bytes"));
    var command = new InitCommand(totalBytes, mediaType, category, parameters.additionalOwners());
    MediaStatus status = uploads.init(user(call), command);
    return withId(V1Dialect.json(202, V1MediaJson.init(status)), status.media().id());
  }

  private Response append(Call call, MediaRequest request) throws IOException {
    call.take(RateLimitBucket.V1_APPEND);
    MediaId id = mediaId(request.parameters());
    int index = UploadValues.segmentIndex(request.parameters().require("segment_index"));
    var payload = request.media().orElseThrow(() -> request.parameters().lacks("media", HOW_TO_UPLOAD));
    AppendReceipt receipt = uploads.append(user(call), id, index, payload);
    return withId(Response.empty(204).with("Content-Type", V1Dialect.HTML), id)
        .with("x-segmentcount", Integer.toString(receipt.segmentCount()))
        .with("x-totalbytes", Long.toString(receipt.media().bytesReceived()));
  }

  private Response finalizeUpload(Call call, Parameters parameters) {
    call.take(RateLimitBucket.V1_FINALIZE);
    MediaId id = mediaId(parameters);
    UploadAnswer answer = uploads.finalizeUpload(user(call), id, call.exchange().receivedAt());
    return withId(V1Dialect.json(201, V1MediaJson.uploaded(answer)), id);
  }

  private Response simple(Call call, MediaRequest request) throws IOException {
    call.take(RateLimitBucket.V1_UPLOAD);
    var payload =
        request
            .media()
            .orElseThrow(
                () ->
                    request
                        .parameters()
                        .lacks(
                            "media",
                            HOW_TO_UPLOAD + " For a chunked upload name a command: INIT, APPEND or FINALIZE."));
    var command = new SimpleCommand(category(request.parameters()), request.parameters().additionalOwners());
    UploadAnswer answer = uploads.uploadImage(user(call), command, payload, call.exchange().receivedAt());
    return withId(V1Dialect.json(200, V1MediaJson.uploaded(answer)), answer.status().media().id());
  }

  private static SafelightException unknown(Call call, String command, MediaRequest request) {
    call.take(RateLimitBucket.V1_UPLOAD);
    String advice =
        command.equals("STATUS")
            ? "Ask for STATUS with GET."
            : "The command must be INIT, APPEND or FINALIZE, in capitals; STATUS is asked for with GET.";
    return request.media().isPresent()
        ? new SafelightException(ErrorCode.PARAMETER_MISSING, "command parameter is invalid. " + advice)
            .with("parameter", "command")
        : request.parameters().lacks("media", advice);
  }

  private static Response withId(Response answer, MediaId id) {
    return answer.with("x-mediaid", id.toString());
  }

  private static UserId user(Call call) {
    return call.principal().user();
  }

  static MediaId mediaId(Parameters parameters) {
    return MediaIds.parse(parameters.require("media_id"));
  }

  private static Optional<MediaCategory> category(Parameters parameters) {
    return parameters.findFilled("media_category").map(UploadValues::category);
  }
}
