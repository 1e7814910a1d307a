package io.safelight.api;

import java.util.List;

/** In what every call differs from the real API. */
final class GeneralDeviations {
  static final List<Deviation> ALL =
      List.of(
          new Deviation(
              "further members of errors",
              "none",
              "`hint`, `parameter`, `reason`, `limit`, `actual` and the like, where they are known",
              "An error should say what to change."),
          new Deviation(
              "rate limits",
              "from 17 posts a day upwards",
              "1,000,000 calls per window; X's own numbers with `rate-limit.preset: x`, none with `off`. Calls of unknown routes, and calls whose caller is not proven, are counted per address:"
                  + " 1,875 in 15 minutes with X's numbers",
              "A test suite should not be throttled unless it wants to be."),
          new Deviation(
              "`server`, `x-connection-hash`, `x-tsa-request-body-time`, `perf`",
              "sent",
              "not sent",
              "They say something about X's machines only."),
          new Deviation(
              "slashes in JSON",
              "written as `\\/`",
              "written as `/`",
              "Both mean the same."),
          new Deviation(
              "further endpoints",
              "`account/verify_credentials`, timelines, `statuses/update_with_media`; in v2 `users/me`, one-shot upload, `command=` style, metadata,"
                  + " media look-up and deleting a post",
              "404, or 405 where the path exists with another method",
              "They are not built yet."));

  private GeneralDeviations() {}
}
