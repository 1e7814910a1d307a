package io.safelight.api;

import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.media.GateOutcome;
import io.safelight.media.Media;
import io.safelight.media.MediaError;
import io.safelight.media.MediaId;
import io.safelight.media.MediaState;
import io.safelight.media.ProcessingInfo;
import io.safelight.media.StatusReader;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Says why media cannot be in a post, in the words of API v1.1, and goes on to say what to do. Every error has a member {@code
 * media_ids} with the ids that are to blame, separated by commas. Thread-safe.
 */
public final class GateRefusals {
  /** The member that names the media that are to blame. */
  public static final String MEDIA_IDS = "media_ids";

  private static final int MAX_MEDIA = 4;

  private final StatusReader statuses;

  public GateRefusals(StatusReader statuses) {
    this.statuses = statuses;
  }

  /**
   * The error for media that were not let through.
   *
   * @param named every id that was named
   */
  public SafelightException refusal(GateOutcome.Refusal why, List<MediaId> named) {
    return switch (why) {
      case GateOutcome.NotFound(List<MediaId> ids) ->
          error(ErrorCode.MEDIA_VALIDATION_FAILED, "The validation of media ids failed.", ids);
      case GateOutcome.NotReady(Media media) -> notReady(media);
      case GateOutcome.NotPostable(Media media) ->
          error(
              ErrorCode.MEDIA_VALIDATION_FAILED,
              "The validation of media ids failed. Subtitles cannot be in a Tweet by themselves.",
              List.of(media.id()));
      case GateOutcome.BadCombination(GateOutcome.Problem problem) -> badCombination(problem, named);
    };
  }

  /** Refuses more ids than any post may have, before any of them is looked up. */
  public static void requireFew(List<MediaId> named) {
    if (named.size() > MAX_MEDIA) {
      throw badCombination(GateOutcome.Problem.TOO_MANY_PHOTOS, named);
    }
  }

  private static SafelightException badCombination(GateOutcome.Problem problem, List<MediaId> named) {
    return switch (problem) {
      case TOO_MANY_PHOTOS ->
          error(ErrorCode.MEDIA_VALIDATION_FAILED, "Tweet must not have more than 4 mediaIds.", named);
      case MIXED_KINDS ->
          error(
              ErrorCode.MEDIA_VALIDATION_FAILED,
              "Tweet with media must have exactly 1 gif or video or up to 4 photos.",
              named);
      case GIF_IN_GALLERY ->
          error(ErrorCode.ANIMATED_GIF_IN_GALLERY, ErrorCode.ANIMATED_GIF_IN_GALLERY.message(), named);
      case DUPLICATE ->
          error(
              ErrorCode.MEDIA_VALIDATION_FAILED,
              "The validation of media ids failed. The same media id is named twice.",
              named);
    };
  }

  private SafelightException notReady(Media media) {
    ProcessingInfo info = statuses.snapshot(media).processing();
    List<MediaId> ids = List.of(media.id());
    MediaError failure = media.error();
    if (failure != null) {
      return error(
              ErrorCode.MEDIA_VALIDATION_FAILED,
              "Not valid video: media " + media.id() + " failed: " + failure.message(),
              ids)
          .with("state", info.state().wireName())
          .with("reason", failure.reason().wireName());
    }
    if (media.state() == MediaState.OPEN) {
      return error(
              ErrorCode.MEDIA_NOT_READY,
              String.format(
                  Locale.ROOT,
                  "Not valid video: media %d is still being uploaded. Send its missing segments and FINALIZE it first.",
                  media.id().value()),
              ids)
          .with("state", info.state().wireName());
    }
    int checkAfter = info.checkAfterSecs().orElse(1);
    return error(
            ErrorCode.MEDIA_NOT_READY,
            String.format(
                Locale.ROOT,
                "Not valid video: media %d is not ready. Its state is %s at %d percent; wait for STATUS to say succeeded, and ask in %d s.",
                media.id().value(), info.state().wireName(), info.progressPercent(), checkAfter),
            ids)
        .with("state", info.state().wireName())
        .with("progress_percent", info.progressPercent())
        .with("check_after_secs", checkAfter)
        .retryAfter(Duration.ofSeconds(checkAfter));
  }

  private static SafelightException error(ErrorCode code, String message, List<MediaId> ids) {
    return new SafelightException(code, message)
        .with(MEDIA_IDS, ids.stream().map(MediaId::toString).collect(Collectors.joining(",")));
  }
}
