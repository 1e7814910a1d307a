package io.safelight.client;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the server says about a media, in its answers to INIT, FINALIZE and STATUS.
 *
 * @param mediaId as a decimal number
 * @param size in bytes; null until FINALIZE
 * @param contentType of an image or video; null as long as the server has not looked, and for subtitles
 * @param expiresAfter how long the media can still be used; null when it does not expire
 * @param processing null when there is nothing to wait for: the media is ready
 */
public record MediaStatus(
    String mediaId,
    @Nullable Long size,
    @Nullable String contentType,
    @Nullable Duration expiresAfter,
    @Nullable Processing processing) {

  /** The states of the X media API. */
  public enum State {
    PENDING,
    IN_PROGRESS,
    SUCCEEDED,
    FAILED;

    private static State parse(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * The member {@code processing_info}.
   *
   * @param checkAfterSecs when to ask again; null in a final state
   * @param progressPercent 0 to 100; 0 where the server names none
   * @param error why it failed; null otherwise
   * @param upload what has arrived, as long as the upload is open; null after FINALIZE
   */
  public record Processing(
      State state,
      @Nullable Integer checkAfterSecs,
      int progressPercent,
      @Nullable Problem error,
      @Nullable UploadState upload) {}

  /** Why a media failed, such as {@code InvalidMedia} with a message for a person. */
  public record Problem(int code, String name, String message) {}

  /** What has arrived of an open upload. */
  public record UploadState(long bytesReceived, long totalBytes, Set<Integer> segmentsReceived) {}

  /** The state; a media without processing information is ready. */
  public State state() {
    return processing == null ? State.SUCCEEDED : processing.state();
  }

  /** Whether the state will not change any more. */
  public boolean isFinished() {
    return state() == State.SUCCEEDED || state() == State.FAILED;
  }

  /** How far processing is, 0 to 100. */
  public int progressPercent() {
    return processing == null ? 100 : processing.progressPercent();
  }

  /** After which time the server wants to be asked again; empty in a final state. */
  public Optional<Duration> checkAfter() {
    return Optional.ofNullable(processing).map(Processing::checkAfterSecs).map(Duration::ofSeconds);
  }

  /** Why it failed, when it did. */
  public Optional<Problem> error() {
    return Optional.ofNullable(processing).map(Processing::error);
  }

  /** What has arrived, when the upload is still open. */
  public Optional<UploadState> upload() {
    return Optional.ofNullable(processing).map(Processing::upload);
  }

  static MediaStatus of(JsonNode json) {
    JsonNode size = json.path("size");
    JsonNode expires = json.path("expires_after_secs");
    String type = json.path("video").path("video_type").asString(json.path("image").path("image_type").asString(""));
    JsonNode info = json.path("processing_info");
    return new MediaStatus(
        json.path("media_id_string").asString(),
        size.isNumber() ? size.asLong() : null,
        type.isEmpty() ? null : type,
        expires.isNumber() ? Duration.ofSeconds(expires.asLong()) : null,
        info.isObject() ? processing(info) : null);
  }

  private static Processing processing(JsonNode info) {
    JsonNode after = info.path("check_after_secs");
    JsonNode error = info.path("error");
    JsonNode upload = info.path("upload");
    return new Processing(
        State.parse(info.path("state").asString()),
        after.isNumber() ? after.asInt() : null,
        info.path("progress_percent").asInt(0),
        error.isObject()
            ? new Problem(error.path("code").asInt(0), error.path("name").asString(), error.path("message").asString())
            : null,
        upload.isObject()
            ? new UploadState(
                upload.path("bytes_received").asLong(0),
                upload.path("total_bytes").asLong(0),
                SegmentNotation.parse(upload.path("segments_received").asString()))
            : null);
  }
}
