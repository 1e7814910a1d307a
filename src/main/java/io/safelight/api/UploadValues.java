package io.safelight.api;

import io.safelight.media.Decimal;
import io.safelight.media.MediaCategory;
import io.safelight.media.UserId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Reads the values that uploads have in every version, wherever they stood. What is wrong is PARAMETER_INVALID, in the same words.
 */
public final class UploadValues {
  private UploadValues() {}

  /** Reads {@code total_bytes}. */
  public static long totalBytes(String text) {
    return Decimal.parse(text.strip())
        .filter(bytes -> bytes > 0)
        .orElseThrow(
            () -> Parameters.invalid("total_bytes", "it is the size of the whole file in bytes, at least 1."));
  }

  /** Reads {@code media_category}. */
  public static MediaCategory category(String name) {
    return MediaCategory.parse(name)
        .orElseThrow(() -> Parameters.invalid("media_category", "it is one of " + MediaCategory.names() + "."));
  }

  /** Reads {@code segment_index}; what is no number of at least 0 is -1, which no segment may have. */
  public static int segmentIndex(String text) {
    return Decimal.parse(text.strip()).map(index -> (int) Math.min(index, Integer.MAX_VALUE)).orElse(-1);
  }

  /** Reads {@code additional_owners} where they are one text, separated by commas. */
  public static List<UserId> owners(String list) {
    return owners(List.of(list.split(",")));
  }

  /** Reads {@code additional_owners} where each is a text of its own. */
  public static List<UserId> owners(List<String> ids) {
    var owners = new LinkedHashSet<UserId>();
    for (String id : ids) {
      owners.add(
          UserId.parse(id.strip())
              .orElseThrow(() -> Parameters.invalid("additional_owners", "it holds user ids, separated by commas.")));
    }
    return new ArrayList<>(owners);
  }
}
