package io.safelight.processing;

import io.safelight.media.MediaFacts;
import java.util.List;

/** All that processing a media came to. */
record Product(MediaFacts facts, List<Output> outputs) {
  Product {
    outputs = List.copyOf(outputs);
  }
}
