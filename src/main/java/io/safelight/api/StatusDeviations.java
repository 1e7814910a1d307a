package io.safelight.api;

import java.util.List;

/** In what STATUS differs from the real API. */
final class StatusDeviations {
  static final List<Deviation> ALL =
      List.of(
          new Deviation(
              "STATUS before FINALIZE",
              "404 with code 34",
              "200, `pending`, `check_after_secs` 30, with `phase` and `upload` in `processing_info`: what has arrived and what is missing",
              "An upload that broke off can be resumed. X promises that and offers no way to do it."),
          new Deviation(
              "STATUS of an image, or of anything processed at once",
              "404 with code 34 (v2: 400 `BadRequest: Not found`)",
              "200, `succeeded`, 100 percent, with `image` or `video`",
              "A client can poll every media in the same way."),
          new Deviation(
              "`progress_percent` and `check_after_secs`",
              "the percentage may be missing or stand still, and states were seen that never end",
              "every unfinished answer has both; the percentage is the work that is done, and rises by one in 30 s while none is done"
                  + " or the media waits, so that a client that obeys sees no more than 15 polls without a change until 99 are reached;"
                  + " then it stays there. No state is taken back (a job that was begun and has to wait again stays `in_progress`), and"
                  + " each media ends in `succeeded` or `failed`",
              "Some clients give up when a percentage does not change, others never do."),
          new Deviation(
              "`processing_info.error`",
              "`code`, `name` and `message`; the number of InternalError is not known; v2 has no such member at all",
              "in both versions, with `reason`, `property`, `limit`, `actual` and `retryable` beside; InternalError is 2",
              "\"file is invalid\" tells nobody what to change."),
          new Deviation(
              "messages of failed media",
              "`file is invalid`, `Duration 2.minutes+29.seconds+350.milliseconds exceeds max duration of ...`",
              "sentences of Safelight's own that name the limit and what the file has",
              "Programs should look at `code` and `reason`, not at the words."));

  private StatusDeviations() {}
}
