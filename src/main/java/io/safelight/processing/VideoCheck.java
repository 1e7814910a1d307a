package io.safelight.processing;

import static io.safelight.media.FailureReason.TRUNCATED;

import io.safelight.ffmpeg.ProbedFile;
import io.safelight.ffmpeg.ProbedFile.VideoStream;
import io.safelight.media.MediaError;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares what was made with what the input promised. ffmpeg exits with 0 when a file just ends, or when it could
 * decode only parts of it; a video published then would be a part of the one that was uploaded.
 */
final class VideoCheck {
  private static final Duration TOLERANCE = Duration.ofMillis(500);
  private static final double TOLERATED_SHARE = 0.02;

  /** Decoders drop a frame here and there, also of healthy files. */
  private static final double LEAST_SHARE_OF_FRAMES = 0.9;

  /** Less than this share of the frames that the usual rate would give is no video any more. */
  private static final double LEAST_SHARE_OF_RATE = 0.5;

  private VideoCheck() {}

  /**
   * The error of an input of which only a part was made; empty when it is whole, or as good as players would show it.
   *
   * @param complained whether errors were met in the input
   */
  static Optional<MediaError> damage(Content.Video input, ProbedFile made, boolean complained) {
    Duration promised = promised(input);
    long promisedFrames = promisedFrames(input.stream(), promised);
    boolean allFrames = promisedFrames > 0 && frames(made) >= promisedFrames * (1 - TOLERATED_SHARE);
    // The last frame of a video with uneven delays may lose its duration; such a video is whole when its frames are.
    if (promised != null && !allFrames && isShorter(duration(made), promised)) {
      return Optional.of(
          MediaError.limit(
              TRUNCATED,
              String.format(
                  Locale.ROOT,
                  "file is invalid. It ends after %s, but says that it lasts %s; upload the whole file.",
                  DurationText.of(duration(made)), DurationText.of(promised)),
              "duration_millis",
              promised.toMillis(),
              duration(made).toMillis()));
    }
    boolean corrupt = promisedFrames > 0 ? !hasFrames(made, promisedFrames) : complained && isFullOfHoles(input, made);
    return corrupt ? Optional.of(FailureClassifier.corrupt()) : Optional.empty();
  }

  /**
   * Matroska and MPEG-TS do not say how many frames they hold, and readers skip what they cannot read. That there are
   * few frames for the time means nothing by itself: a recording of a screen that stands still has few.
   */
  private static boolean isFullOfHoles(Content.Video input, ProbedFile made) {
    double usual = input.frameRate() * duration(made).toMillis() / 1000;
    return isProgressive(input.stream()) && frames(made) < usual * LEAST_SHARE_OF_RATE;
  }

  private static boolean isProgressive(VideoStream stream) {
    return stream.fieldOrder().isEmpty() || stream.fieldOrder().equals("progressive");
  }

  /** Whether nearly all of these frames came out. */
  static boolean hasFrames(ProbedFile made, long promised) {
    return frames(made) >= promised * LEAST_SHARE_OF_FRAMES;
  }

  /** How long a file that was made lasts. */
  static Duration duration(ProbedFile made) {
    Duration duration = made.duration();
    return duration == null ? Duration.ZERO : duration;
  }

  private static boolean isShorter(Duration actual, Duration promised) {
    long tolerance = Math.max(TOLERANCE.toMillis(), (long) (promised.toMillis() * TOLERATED_SHARE));
    return actual.toMillis() < promised.toMillis() - tolerance;
  }

  /** Of the streams that are used where the container says it, as others may be longer. */
  private static @Nullable Duration promised(Content.Video input) {
    ProbedFile file = input.file();
    if (file.formatName().equals("avi") && input.stream().frames() > 0 && input.frameRate() > 0) {
      // Its durations are guessed by the size of the file; only the number of frames is what its header says.
      return Duration.ofMillis((long) (input.stream().frames() * 1000 / input.frameRate()));
    }
    return Stream.concat(
            file.video().map(VideoStream::duration).stream(),
            file.audio().map(ProbedFile.AudioStream::duration).stream())
        .max(Duration::compareTo)
        .orElse(file.duration());
  }

  /**
   * An edit list may show fewer frames than the container holds; then the rate says how many. 0 when nothing says, or
   * when the container may have counted fields.
   */
  private static long promisedFrames(VideoStream stream, @Nullable Duration promised) {
    Duration shown = stream.duration() != null ? stream.duration() : promised;
    if (!isProgressive(stream) || stream.frames() == 0 || shown == null || stream.frameRate() == 0) {
      return 0;
    }
    return Math.min(stream.frames(), (long) (stream.frameRate() * shown.toMillis() / 1000));
  }

  private static long frames(ProbedFile made) {
    return made.video().map(VideoStream::frames).orElse(0L);
  }
}
