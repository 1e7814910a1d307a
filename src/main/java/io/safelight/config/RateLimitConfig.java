package io.safelight.config;

/** How often a user may ask. */
@Area(value = "rate-limit", doc = "How often a user may ask.")
public record RateLimitConfig(
    @Setting(
            value = "generous",
            doc =
                "`generous`: high enough for a test suite; `x`: the numbers of the X API; `off`: no limits "
                + "and no headers.")
        Preset preset) {
  /** Named sets of limits. */
  public enum Preset {
    GENEROUS,
    X,
    OFF
  }
}
