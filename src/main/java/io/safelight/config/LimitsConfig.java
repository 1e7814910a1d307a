package io.safelight.config;

import java.time.Duration;
import java.util.Locale;

/** What a file may be, by kind. */
@Area(value = "limits", doc = "What a file may be, by kind. The defaults are those of the X API.")
public record LimitsConfig(
    @Setting(value = "5 MiB", min = "1", max = "1 GiB", doc = "Largest image.") ByteSize imageBytes,
    @Setting(value = "60000000", min = "1", doc = "Most pixels of an image; checked before it is decoded.")
        long imagePixels,
    @Setting(value = "15 MiB", min = "1", max = "1 GiB", doc = "Largest GIF.") ByteSize gifBytes,
    @Setting(value = "1280", min = "1", max = "16384", doc = "Largest width of a GIF.") int gifMaxWidth,
    @Setting(value = "1080", min = "1", max = "16384", doc = "Largest height of a GIF.") int gifMaxHeight,
    @Setting(value = "350", min = "1", max = "100000", doc = "Most frames of a GIF.") int gifFrames,
    @Setting(value = "300000000", min = "1", doc = "Most pixels of all frames of a GIF together.") long gifPixels,
    @Setting(value = "512 MiB", min = "1", max = "5000 MiB", doc = "Largest video whose category was named.")
        ByteSize videoBytes,
    @Setting(value = "15 MiB", min = "1", max = "5000 MiB", doc = "Largest video whose category was not named.")
        ByteSize syncVideoBytes,
    @Setting(value = "500ms", min = "0s", max = "1h", doc = "Shortest video.") Duration videoMinDuration,
    @Setting(value = "140s", min = "1s", max = "1d", doc = "Longest video whose category was named.")
        Duration videoMaxDuration,
    @Setting(value = "30s", min = "1s", max = "1d", doc = "Longest video whose category was not named.")
        Duration syncVideoMaxDuration,
    @Setting(value = "32", min = "2", max = "16384", doc = "Smallest width and height of a video.") int videoMinSide,
    @Setting(value = "1920", min = "2", max = "16384", doc = "Largest longer side of a video.") int videoMaxLongSide,
    @Setting(value = "1200", min = "2", max = "16384", doc = "Largest shorter side of a video.") int videoMaxShortSide,
    @Setting(value = "60", min = "1", max = "1000", doc = "Most frames per second of a video.") int videoMaxFrameRate,
    @Setting(value = "3", min = "1", max = "100", doc = "Largest ratio of a video's sides, either way.")
        int videoMaxAspect,
    @Setting(value = "512 KiB", min = "1", max = "16 MiB", doc = "Largest subtitle file.") ByteSize subtitlesBytes) {

  public LimitsConfig {
    if (videoMinDuration.compareTo(videoMaxDuration) > 0 || videoMinDuration.compareTo(syncVideoMaxDuration) > 0) {
      throw new IllegalArgumentException(
          "The setting limits.video-min-duration may not be longer than limits.video-max-duration and"
              + " limits.sync-video-max-duration.");
    }
    if (videoMinSide > videoMaxShortSide || videoMaxShortSide > videoMaxLongSide) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "The settings limits.video-min-side (%d), limits.video-max-short-side (%d) and"
                  + " limits.video-max-long-side (%d) must be in ascending order.",
              videoMinSide, videoMaxShortSide, videoMaxLongSide));
    }
  }

  /** Most pixels of one picture of any kind; what no decoder needs to go beyond. */
  public long mostPixels() {
    long video = (long) videoMaxLongSide * videoMaxShortSide;
    long gif = (long) gifMaxWidth * gifMaxHeight;
    return Math.max(imagePixels, Math.max(video, gif));
  }
}
