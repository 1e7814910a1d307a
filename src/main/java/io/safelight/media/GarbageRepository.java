package io.safelight.media;

import java.time.Instant;
import java.util.List;

/** Keys that no row names any more. Thread-safe; each method is one transaction. */
public interface GarbageRepository {
  /** Keys that may be deleted now, oldest first. A key that ends in {@code /} stands for everything below it. */
  List<String> due(Instant now, int max);

  /** Forgets keys whose bytes are deleted. */
  void forget(List<String> keys);
}
