package io.safelight.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Processing of media. */
@Area(value = "processing", doc = "Processing of media.")
public record ProcessingConfig(
    @Setting(value = "0", min = "0", max = "256", doc = "Long videos processed at once; 0 for one per two processors.")
        int videoSlots,
    @Setting(
            value = "0", min = "0", max = "256",
            doc = "Short jobs processed at once, beside the long videos; 0 for one per processor.")
        int quickSlots,
    @Setting(
            value = "1", min = "1", max = "256",
            doc = "Videos at once that further variants are made of, while no video waits to be processed; and as many again for `safelight reprocess`, while none of those wait.")
        int restSlots,
    @Setting(
            value = "30s", min = "1s", max = "1h",
            doc = "A job whose worker gave no sign of life for so long is taken over.")
        Duration lease,
    @Setting(value = "30m", min = "10s", max = "1d", doc = "Longest time that one attempt may take.") Duration timeout,
    @Setting(
            value = "3", min = "1", max = "100",
            doc = "Attempts that may fail by the server's fault before the media fails.")
        int maxFailures,
    @Setting(
            value = "20", min = "1", max = "1000",
            doc = "Attempts that may be interrupted from outside before the media fails.")
        int maxInterruptions,
    @Setting(
            value = "6h", min = "10s", max = "7d",
            doc = "Longest time that one attempt at the further variants may take; they give way to everything else.")
        Duration restTimeout,
    @Setting(value = "true", doc = "Whether videos are encoded while they are uploaded, as far as slots for long videos are free.")
        boolean early,
    @Setting(
            value = "10s", min = "1s", max = "10m",
            doc = "How long an upload that is processed early may bring nothing before its slot is given to another one.")
        Duration earlyPatience,
    @Setting(value = "720", min = "64", max = "2160", doc = "Largest shorter side of the MP4 that is made first; one that only has to be repackaged may be as large as the ladder.")
        int videoSide,
    @Setting(
            value = "1080p:10368k, 720p:2176k, 480p:950k, 320p:632k",
            doc = "Further sizes of a video, by their shorter side, and the most bits per second of each. None is larger than the video.")
        Ladder ladder,
    @Setting(value = "true", doc = "Whether HLS is made of a video, in all its sizes.") boolean hls,
    @Setting(
            value = "true",
            doc = "Whether a video gets a storyboard: small pictures of it in one JPEG, which players show beside the timeline.")
        boolean storyboard,
    @Setting(
            value = "1s", min = "100ms", max = "1h",
            doc = "Least time between two pictures of a storyboard; it has 100 of them at the most.")
        Duration storyboardInterval,
    @Setting(value = "", doc = "Folder for the unpacked ffmpeg. Unset: `ffmpeg` in the data folder.")
        Optional<Path> ffmpegCache,
    @Setting(
            value = "",
            doc = "Folder with an `ffmpeg` and an `ffprobe` to use instead of the bundled ones; 6.0 or newer, built with libzimg.")
        Optional<Path> ffmpegPath,
    @Setting(value = "false", doc = "Whether the uploaded file is kept as long as its media, so that it can be processed again.") boolean keepSource,
    @Setting(
            value = "2 GiB",
            doc = "How much is kept of the files of one user that were refused, so that `safelight media source` can show them and `safelight reprocess` can try them again: the latest hundred, for as long as the failed media. 0 keeps none.")
        ByteSize keepFailed) {

  public ProcessingConfig {
    if (lease.compareTo(timeout) >= 0) {
      throw new IllegalArgumentException("The setting processing.lease must be shorter than processing.timeout.");
    }
  }

  /** The same with another ladder. */
  public ProcessingConfig withLadder(Ladder other) {
    return new ProcessingConfig(
        videoSlots, quickSlots, restSlots, lease, timeout, maxFailures, maxInterruptions, restTimeout, early,
        earlyPatience, videoSide, other, hls,
        storyboard, storyboardInterval, ffmpegCache, ffmpegPath, keepSource, keepFailed);
  }
}
