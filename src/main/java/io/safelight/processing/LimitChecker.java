package io.safelight.processing;

import static io.safelight.image.ImageHeader.MOST_FRAMES;
import static io.safelight.image.ImageHeader.MOST_METADATA_BYTES;
import static io.safelight.media.FailureReason.ASPECT_RATIO_OUT_OF_RANGE;
import static io.safelight.media.FailureReason.DIMENSIONS_TOO_LARGE;
import static io.safelight.media.FailureReason.DIMENSIONS_TOO_SMALL;
import static io.safelight.media.FailureReason.DURATION_TOO_LONG;
import static io.safelight.media.FailureReason.DURATION_TOO_SHORT;
import static io.safelight.media.FailureReason.FILE_TOO_LARGE;
import static io.safelight.media.FailureReason.FRAME_RATE_TOO_HIGH;
import static io.safelight.media.FailureReason.TOO_DEMANDING;
import static io.safelight.media.FailureReason.TOO_MANY_FRAMES;
import static io.safelight.media.FailureReason.TOO_MANY_PIXELS;

import io.safelight.config.LimitsConfig;
import io.safelight.ffmpeg.ProbedFile.VideoStream;
import io.safelight.image.ImageHeader;
import io.safelight.media.FailureReason;
import io.safelight.media.Media;
import io.safelight.media.MediaError;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the first limit that a file breaks. Limits go by what the file is; for videos they are tighter when INIT named
 * no category (X media API: "async" and "sync" uploads). Where the real API's words are known they come first.
 * Immutable.
 */
final class LimitChecker {
  /** Average frame rates of real recordings lie a little off the nominal ones. */
  private static final double FRAME_RATE_TOLERANCE = 1.01;

  /** A ratio of whole pixels, and of pixels that are not square, lies a little off the one that was meant. */
  private static final double ASPECT_TOLERANCE = 1.001;

  private static final Duration DURATION_TOLERANCE = Duration.ofMillis(50);

  private final LimitsConfig limits;

  LimitChecker(LimitsConfig limits) {
    this.limits = limits;
  }

  /** The error of content that breaks a limit; empty when it breaks none. */
  Optional<MediaError> check(Media media, Content content) {
    return switch (content) {
      case Content.Image image -> checkImage(media, image);
      case Content.Video video -> checkVideo(media, video);
      case Content.Text _ -> subtitlesSize(media);
    };
  }

  /** The error of subtitles that are too large to be read into memory. */
  Optional<MediaError> subtitlesSize(Media media) {
    return bytes(media, limits.subtitlesBytes().bytes());
  }

  /** Longest video that a media may be. */
  Duration maxDuration(Media media) {
    return media.categoryNamed() ? limits.videoMaxDuration() : limits.syncVideoMaxDuration();
  }

  /**
   * The error of a video that lasts too long or too short; used again for the video that was made, whose duration
   * cannot lie.
   */
  Optional<MediaError> duration(Media media, Duration actual) {
    Duration max = maxDuration(media);
    if (actual.compareTo(max.plus(DURATION_TOLERANCE)) > 0) {
      String words =
          "Duration " + DurationText.of(actual) + " exceeds max duration of " + DurationText.of(max);
      String way =
          media.categoryNamed() || limits.videoMaxDuration().compareTo(max) <= 0
              ? ""
              : ". An upload whose INIT names a media_category may last " + DurationText.of(limits.videoMaxDuration());
      return limit(DURATION_TOO_LONG, words + way, "duration_millis", max.toMillis(), actual.toMillis());
    }
    Duration min = limits.videoMinDuration();
    if (actual.plus(DURATION_TOLERANCE).compareTo(min) < 0) {
      String words =
          "Duration " + DurationText.of(actual) + " is below min duration of " + DurationText.of(min);
      return limit(DURATION_TOO_SHORT, words, "duration_millis", min.toMillis(), actual.toMillis());
    }
    return Optional.empty();
  }

  /** Checked before any decoder sees the file: header and pixels are all that a decompression bomb needs. */
  private Optional<MediaError> checkImage(Media media, Content.Image image) {
    ImageHeader header = image.header();
    return switch (image.kind()) {
      case GIF ->
          bytes(media, limits.gifBytes().bytes())
              .or(() -> atMost(header.width(), limits.gifMaxWidth(), "width", "GIF"))
              .or(() -> atMost(header.height(), limits.gifMaxHeight(), "height", "GIF"))
              .or(() -> frames(header.frames()))
              .or(() -> pixels(header.totalPixels(), limits.gifPixels(), "all frames together"));
      case IMAGE, VIDEO, SUBTITLES ->
          bytes(media, imageBytes(header))
              .or(() -> pixels((long) header.width() * header.height(), limits.imagePixels(), "the image"))
              .or(() -> metadata(header.metadataBytes()));
    };
  }

  /** A GIF that stands still was uploaded as a GIF, and is measured as one. */
  private long imageBytes(ImageHeader header) {
    return header.contentType().equals("image/gif") ? limits.gifBytes().bytes() : limits.imageBytes().bytes();
  }

  private Optional<MediaError> checkVideo(Media media, Content.Video video) {
    VideoStream stream = video.stream();
    long maxBytes = media.categoryNamed() ? limits.videoBytes().bytes() : limits.syncVideoBytes().bytes();
    Duration duration = video.file().duration();
    return bytes(media, maxBytes)
        .or(() -> duration == null ? Optional.empty() : duration(media, duration))
        .or(() -> sides(stream.displayWidth(), stream.displayHeight()))
        .or(() -> aspect(stream))
        .or(() -> frameRate(video.frameRate()));
  }

  private static Optional<MediaError> bytes(Media media, long max) {
    long actual = media.totalBytes();
    return actual <= max
        ? Optional.empty()
        : limit(FILE_TOO_LARGE, "File size exceeds " + max + " bytes.", "size", max, actual);
  }

  private static Optional<MediaError> metadata(long actual) {
    return actual <= MOST_METADATA_BYTES
        ? Optional.empty()
        : limit(
            TOO_DEMANDING,
            "Its texts and profile unpack to more than " + MOST_METADATA_BYTES + " bytes. Save the image without metadata.",
            "metadata_bytes",
            MOST_METADATA_BYTES,
            actual);
  }

  private Optional<MediaError> frames(int actual) {
    int max = limits.gifFrames();
    return actual <= max
        ? Optional.empty()
        : limit(
            TOO_MANY_FRAMES,
            String.format(
                Locale.ROOT,
                "The GIF has %s frames; at most %d are allowed. Upload it as a video.",
                actual > MOST_FRAMES ? "more than " + MOST_FRAMES : actual, max),
            "frames",
            max,
            actual);
  }

  private static Optional<MediaError> pixels(long actual, long max, String what) {
    return actual <= max
        ? Optional.empty()
        : limit(
            TOO_MANY_PIXELS,
            String.format(
                Locale.ROOT,
                "The pixels of %s are %d; at most %d are allowed. Make it smaller.",
                what, actual, max),
            "pixels",
            max,
            actual);
  }

  private Optional<MediaError> sides(int width, int height) {
    int min = limits.videoMinSide();
    if (Math.min(width, height) < min) {
      return limit(
          DIMENSIONS_TOO_SMALL,
          String.format(Locale.ROOT, "The video is %dx%d pixels; each side must have at least %d.", width, height, min),
          width <= height ? "width" : "height",
          min,
          Math.min(width, height));
    }
    boolean landscape = width >= height;
    return atMost(Math.max(width, height), limits.videoMaxLongSide(), landscape ? "width" : "height", "video")
        .or(() -> atMost(Math.min(width, height), limits.videoMaxShortSide(), landscape ? "height" : "width", "video"));
  }

  private static Optional<MediaError> atMost(int actual, int max, String property, String what) {
    return actual <= max
        ? Optional.empty()
        : limit(
            DIMENSIONS_TOO_LARGE,
            String.format(
                Locale.ROOT,
                "The %s of the %s is %d pixels; at most %d are allowed. Scale it down.",
                property, what, actual, max),
            property,
            max,
            actual);
  }

  private Optional<MediaError> aspect(VideoStream stream) {
    double width = stream.width() * stream.pixelAspectRatio();
    double ratio = Math.max(width, stream.height()) / Math.min(width, stream.height());
    int max = limits.videoMaxAspect();
    return ratio <= max * ASPECT_TOLERANCE
        ? Optional.empty()
        : limit(
            ASPECT_RATIO_OUT_OF_RANGE,
            String.format(
                Locale.ROOT,
                "The longer side of the video is %s times the shorter one; at most %d times is allowed. Crop it.",
                decimal(ratio), max),
            "aspect_ratio",
            max,
            decimal(ratio));
  }

  private Optional<MediaError> frameRate(double actual) {
    int max = limits.videoMaxFrameRate();
    return actual <= max * FRAME_RATE_TOLERANCE
        ? Optional.empty()
        : limit(
            FRAME_RATE_TOO_HIGH,
            String.format(
                Locale.ROOT,
                "The video has %s frames per second; at most %d are allowed.",
                decimal(actual), max),
            "frame_rate",
            max,
            decimal(actual));
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static Optional<MediaError> limit(
      FailureReason reason, String message, String property, Object limit, Object actual) {
    return Optional.of(MediaError.limit(reason, message, property, limit, actual));
  }
}
