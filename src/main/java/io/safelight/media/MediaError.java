package io.safelight.media;

import org.jspecify.annotations.Nullable;

/**
 * Why a media failed, in words a person can act on.
 *
 * @param message public; says what is wrong and what to do
 * @param property what was measured, such as {@code duration_millis}; null where nothing was
 * @param limit the limit that was broken, in the unit of the property
 * @param actual what the file has, in the same unit
 */
public record MediaError(
    FailureReason reason,
    String message,
    @Nullable String property,
    @Nullable String limit,
    @Nullable String actual) {

  public static MediaError of(FailureReason reason, String message) {
    return new MediaError(reason, message, null, null, null);
  }

  public static MediaError limit(
      FailureReason reason, String message, String property, Object limit, Object actual) {
    return new MediaError(reason, message, property, String.valueOf(limit), String.valueOf(actual));
  }
}
