package io.safelight.processing;

import io.safelight.media.MediaFacts;
import java.util.List;

/**
 * All that a job came to.
 *
 * @param more whether further variants are to be made from the same upload
 */
record Product(MediaFacts facts, List<Output> outputs, boolean more) {
  Product {
    outputs = List.copyOf(outputs);
  }
}
