package io.safelight.config;

import java.time.Duration;

/** What a file may be, by kind. */
@Area(value = "limits", doc = "What a file may be, by kind. The defaults are those of the X API.")
public record LimitsConfig(
    @Setting(value = "5 MiB", doc = "Largest image.") ByteSize imageBytes,
    @Setting(value = "60000000", doc = "Most pixels of an image; checked before it is decoded.") long imagePixels,
    @Setting(value = "15 MiB", doc = "Largest GIF.") ByteSize gifBytes,
    @Setting(value = "1280", doc = "Largest width of a GIF.") int gifMaxWidth,
    @Setting(value = "1080", doc = "Largest height of a GIF.") int gifMaxHeight,
    @Setting(value = "350", doc = "Most frames of a GIF.") int gifFrames,
    @Setting(value = "300000000", doc = "Most pixels of all frames of a GIF together.") long gifPixels,
    @Setting(value = "512 MiB", doc = "Largest video whose category was named.") ByteSize videoBytes,
    @Setting(value = "15 MiB", doc = "Largest video whose category was not named.") ByteSize syncVideoBytes,
    @Setting(value = "500ms", doc = "Shortest video.") Duration videoMinDuration,
    @Setting(value = "140s", doc = "Longest video whose category was named.") Duration videoMaxDuration,
    @Setting(value = "30s", doc = "Longest video whose category was not named.") Duration syncVideoMaxDuration,
    @Setting(value = "32", doc = "Smallest width and height of a video.") int videoMinSide,
    @Setting(value = "1920", doc = "Largest longer side of a video.") int videoMaxLongSide,
    @Setting(value = "1200", doc = "Largest shorter side of a video.") int videoMaxShortSide,
    @Setting(value = "60", doc = "Most frames per second of a video.") int videoMaxFrameRate,
    @Setting(value = "3", doc = "Largest ratio of a video's sides, either way.") int videoMaxAspect,
    @Setting(value = "512 KiB", doc = "Largest subtitle file.") ByteSize subtitlesBytes) {}
