package io.safelight.auth;

import io.safelight.config.RateLimitConfig.Preset;
import java.time.Duration;

/**
 * What is counted together, per user or, where nobody is proven to be one, per address. The numbers of X are those recorded from API v1.1 (windows of an hour) and
 * documented for v2 (windows of 15 minutes, per user).
 */
public enum RateLimitBucket {
  /** Simple upload, and INIT of an image or GIF. */
  V1_UPLOAD(415, Window.HOUR),
  V1_INIT_VIDEO(200, Window.HOUR),
  V1_APPEND(20_000, Window.HOUR),
  V1_FINALIZE(615, Window.HOUR),
  V1_METADATA(2_000, Window.HOUR),
  /** X publishes no number for v1.1; this is v2's. */
  V1_STATUS(1_000, Window.QUARTER),
  /** X publishes no number for v1.1; this is v2's. */
  V1_SUBTITLES(100, Window.QUARTER),
  V1_CREATE_POST(300, Window.THREE_HOURS),
  V1_SHOW_POST(900, Window.QUARTER),
  /** X publishes no number for v1.1; this is v2's. */
  V1_DESTROY_POST(50, Window.QUARTER),
  /** Simple upload, and every command of the command style but STATUS. */
  V2_INITIALIZE(1_875, Window.QUARTER),
  V2_APPEND(1_875, Window.QUARTER),
  V2_FINALIZE(1_875, Window.QUARTER),
  V2_STATUS(1_000, Window.QUARTER),
  V2_SUBTITLES(100, Window.QUARTER),
  V2_CREATE_POST(100, Window.QUARTER),
  V2_SHOW_POST(900, Window.QUARTER),
  /**
   * Calls that name no route, or whose caller is not proven, of both versions; per address. X publishes no number; this is
   * that of its most generous calls.
   */
  UNPROVEN(1_875, Window.QUARTER);

  /** The limit of every bucket in {@link Preset#GENEROUS}. */
  private static final int GENEROUS = 1_000_000;

  private final int limitOfX;
  private final Duration window;

  RateLimitBucket(int limitOfX, Duration window) {
    this.limitOfX = limitOfX;
    this.window = window;
  }

  /** Calls that may be made within a window. */
  int limit(Preset preset) {
    return switch (preset) {
      case X -> limitOfX;
      case GENEROUS -> GENEROUS;
      case OFF -> Integer.MAX_VALUE;
    };
  }

  /** How long a window lasts, in whole seconds; it begins with the first call. */
  Duration window() {
    return window;
  }

  /** The lengths of windows. */
  private static final class Window {
    static final Duration QUARTER = Duration.ofMinutes(15);
    static final Duration HOUR = Duration.ofHours(1);
    static final Duration THREE_HOURS = Duration.ofHours(3);

    private Window() {}
  }
}
