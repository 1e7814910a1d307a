package io.safelight.processing;

import io.safelight.media.Variant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Durable bytes that no row names yet.
 *
 * @param folder key, ending in a slash, of everything in {@code variants}
 * @param source key of the source blob; null when it is not kept
 */
record Publication(String folder, List<Variant> variants, @Nullable String source) {
  Publication {
    variants = List.copyOf(variants);
  }
}
