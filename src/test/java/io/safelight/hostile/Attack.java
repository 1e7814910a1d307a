package io.safelight.hostile;

import io.safelight.media.FailureReason;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A hostile file, uploaded under a category that promises something harmless.
 *
 * @param name what it is
 * @param category {@code media_category} as on the wire
 * @param reasons any of which is a right answer: which one is met first may depend on the version of ffmpeg
 */
public record Attack(String name, String category, Supplier<byte[]> file, Set<FailureReason> reasons) {
  @Override
  public String toString() {
    return name;
  }
}
