package io.safelight.config;

/** How often a user may ask, and an address that no user is proven for. */
@Area(value = "rate-limit", doc = "How often a user may ask, and an address for which no user is proven.")
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
