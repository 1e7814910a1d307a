package io.safelight.cli;

import io.safelight.client.MediaStatus;
import io.safelight.client.SafelightClient;
import java.io.IOException;
import java.util.Locale;

/** Follows a media until it is finished. */
final class MediaWatch {
  private MediaWatch() {}

  /**
   * Shows the progress, then one line with the outcome.
   *
   * @return whether it succeeded
   */
  static boolean untilFinished(SafelightClient client, Terminal terminal, String name, MediaStatus latest)
      throws IOException, InterruptedException {
    MediaStatus end;
    try (var bar = new ProgressBar(terminal, name, "processing")) {
      end = follow(client, bar, latest);
    }
    terminal.println(name + " " + outcome(terminal, end));
    return end.state() == MediaStatus.State.SUCCEEDED;
  }

  /** Shows the progress until the state is final. */
  static MediaStatus follow(SafelightClient client, ProgressBar bar, MediaStatus latest)
      throws IOException, InterruptedException {
    if (!latest.isFinished()) {
      show(bar, latest);
    }
    return client.waitUntilFinished(latest, status -> show(bar, status));
  }

  private static void show(ProgressBar bar, MediaStatus status) {
    String next =
        status.checkAfter().map(after -> ", asking again in " + after.toSeconds() + " s").orElse("");
    bar.show(status.progressPercent(), state(status) + next);
  }

  /** The state in words, such as {@code in_progress 40 %} or {@code failed: InvalidMedia, file is invalid}. */
  static String outcome(Terminal terminal, MediaStatus status) {
    return switch (status.state()) {
      case SUCCEEDED -> terminal.paint(Terminal.Colour.GOOD, "succeeded") + "  media_id " + status.mediaId();
      case FAILED -> terminal.paint(Terminal.Colour.BAD, "failed") + reason(status);
      case PENDING, IN_PROGRESS -> state(status) + " " + status.progressPercent() + " %";
    };
  }

  private static String reason(MediaStatus status) {
    return status.error().map(error -> ": " + error.name() + ", " + error.message()).orElse("");
  }

  private static String state(MediaStatus status) {
    return status.upload().isPresent() ? "uploading" : status.state().name().toLowerCase(Locale.ROOT);
  }
}
