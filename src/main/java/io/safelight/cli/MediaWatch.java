package io.safelight.cli;

import io.safelight.client.MediaStatus;
import io.safelight.client.SafelightClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Follows a media until it is finished. */
final class MediaWatch {
  private MediaWatch() {}

  /**
   * Shows the progress, then one line with the outcome.
   *
   * @return the final state
   */
  static MediaStatus untilFinished(SafelightClient client, Terminal terminal, String name, MediaStatus latest)
      throws IOException, InterruptedException {
    MediaStatus end;
    try (var bar = new ProgressBar(terminal, name, "processing")) {
      end = follow(client, bar, latest);
    }
    terminal.println(name + " " + outcome(terminal, end));
    return end;
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
      case SUCCEEDED -> terminal.paint(Terminal.Colour.GOOD, "succeeded") + details(status);
      case FAILED -> terminal.paint(Terminal.Colour.BAD, "failed") + reason(status);
      case PENDING, IN_PROGRESS -> state(status) + " " + status.progressPercent() + " %";
    };
  }

  /** What is known of it, such as {@code video/mp4, 3.2 MiB, expires in 24 h}. */
  private static String details(MediaStatus status) {
    String details =
        Stream.of(
                Optional.ofNullable(status.contentType()),
                Optional.ofNullable(status.size()).map(TransferBar::size),
                Optional.ofNullable(status.expiresAfter()).map(after -> "expires in " + inWords(after)))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(", "));
    return details.isEmpty() ? "" : "  " + details;
  }

  /** A time in its largest sensible unit, such as {@code 24 h}. */
  static String inWords(Duration time) {
    long seconds = time.toSeconds();
    return seconds >= 2 * 3600 ? Math.round(seconds / 3600.0) + " h"
        : seconds >= 120 ? Math.round(seconds / 60.0) + " min"
        : seconds + " s";
  }

  private static String reason(MediaStatus status) {
    return status.error().map(error -> ": " + error.name() + ", " + error.message()).orElse("");
  }

  private static String state(MediaStatus status) {
    return status.upload().isPresent() ? "uploading" : status.state().name().toLowerCase(Locale.ROOT);
  }
}
