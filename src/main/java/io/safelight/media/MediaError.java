package io.safelight.media;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
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
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}(\\.\\d{1,9})?");

  /**
   * What stands beside the message in every answer, by its name on the wire, in order. Numbers are numbers, so that a limit and
   * what breaks it have one type wherever they are named.
   */
  public Map<String, Object> details() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("reason", reason.wireName());
    putIfPresent(details, "property", property);
    putIfPresent(details, "limit", limit);
    putIfPresent(details, "actual", actual);
    details.put("retryable", reason.retryable());
    return details;
  }

  private static void putIfPresent(Map<String, Object> details, String name, @Nullable String value) {
    if (value != null) {
      details.put(name, NUMBER.matcher(value).matches() ? new BigDecimal(value).stripTrailingZeros() : value);
    }
  }

  public static MediaError of(FailureReason reason, String message) {
    return new MediaError(reason, message, null, null, null);
  }

  public static MediaError limit(
      FailureReason reason, String message, String property, Object limit, Object actual) {
    return new MediaError(reason, message, property, String.valueOf(limit), String.valueOf(actual));
  }
}
