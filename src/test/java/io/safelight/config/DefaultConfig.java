package io.safelight.config;

import java.util.Map;
import java.util.Optional;

/** The configuration of somebody who configures nothing. */
public final class DefaultConfig {
  private DefaultConfig() {}

  public static SafelightConfig read() {
    try {
      return ConfigLoader.load(Optional.empty(), Map.of(), Map.of());
    } catch (ConfigException e) {
      throw new IllegalStateException(e);
    }
  }
}
