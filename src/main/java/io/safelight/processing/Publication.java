package io.safelight.processing;

import io.safelight.media.Variant;
import java.util.List;

/**
 * Durable bytes that no row names yet.
 *
 * @param folder key, ending in a slash, of everything in {@code variants}
 */
record Publication(String folder, List<Variant> variants) {
  Publication {
    variants = List.copyOf(variants);
  }
}
