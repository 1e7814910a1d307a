package io.safelight.api;

import java.util.List;

/** In what posts differ from the real API. */
final class PostDeviations {
  static final List<Deviation> ALL =
      List.of(
          new Deviation(
              "a post with media that is not ready",
              "`Not valid video` (v2: `Your media IDs are invalid.`)",
              "the same beginning, followed by state, percentage and when to ask again; members `state`, `check_after_secs`, `media_ids`",
              "Nobody could tell \"not yet\" from \"never\"."),
          new Deviation(
              "a post that names media finalized a moment ago",
              "refused",
              "waits for them up to 3 s",
              "Media that take a second need no polling."),
          new Deviation(
              "the same text posted twice by one user",
              "403 with code 187",
              "two posts",
              "Test suites and retries post the same text again, and what is looked after here is the media."),
          new Deviation(
              "length of a text",
              "280 weighted characters, a URL counts as 23",
              "280 code points",
              "Safelight is about media."),
          new Deviation(
              "the link that is appended to a text with media",
              "a short t.co URL",
              "the URL of the first image or poster on this server; other URLs in the text are left alone",
              "There is no shortener, and every link leads somewhere."),
          new Deviation(
              "`source`, `lang`, counts, profile",
              "filled in by X",
              "the name of the application, `und`, zeros and empty texts",
              "Safelight keeps posts for the sake of their media only."),
          new Deviation(
              "`video_info` of an animated GIF",
              "`aspect_ratio` and `variants`",
              "`duration_millis` as well, as of a video",
              "Both are delivered as MP4, and a player can say how long it lasts."),
          new Deviation(
              "`GET /2/tweets/{id}` of an unknown id",
              "200 with `errors`",
              "404 with a problem document",
              "No successful answer of Safelight carries an error."));

  private PostDeviations() {}
}
