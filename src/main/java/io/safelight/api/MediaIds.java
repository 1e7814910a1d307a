package io.safelight.api;

import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.media.MediaId;

/** Reads media ids. */
public final class MediaIds {
  private static final int MAX_ECHO = 64;

  private MediaIds() {}

  /**
   * Reads the id of a media.
   *
   * @throws SafelightException INVALID_MEDIA_ID in the words of the X media API
   */
  public static MediaId parse(String text) {
    return MediaId.parse(text.strip())
        .orElseThrow(
            () -> new SafelightException(ErrorCode.INVALID_MEDIA_ID, "Invalid media_id: Some(" + abridged(text) + ")."));
  }

  private static String abridged(String text) {
    return text.length() <= MAX_ECHO ? text : text.substring(0, MAX_ECHO) + "…";
  }
}
