package io.safelight.processing;

import io.safelight.ffmpeg.ProbedFile.AudioStream;
import io.safelight.ffmpeg.ProbedFile.VideoStream;
import io.safelight.processing.Plan.Sound;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** ffmpeg's options for the one video that is made: H.264 High with AAC-LC in MP4, which every player plays. */
final class VideoSettings {
  /** At 1280x720 and 30 frames per second; others have their share. */
  private static final long REFERENCE_BIT_RATE = 5_000_000;

  private static final double REFERENCE_PIXELS = 1280 * 720;
  private static final double REFERENCE_FRAME_RATE = 30;
  private static final long LEAST_BIT_RATE = 600_000;
  private static final int MAX_SAMPLE_RATE = 48_000;
  private static final int CD_SAMPLE_RATE = 44_100;

  /**
   * Nothing of the input's metadata, chapters or encoder names; the index at the front, so that players can start at
   * once.
   */
  private static final List<String> CONTAINER =
      List.of(
          "-map_metadata", "-1",
          "-map_chapters", "-1",
          "-fflags", "+bitexact",
          "-movflags", "+faststart",
          "-f", "mp4");

  private VideoSettings() {}

  /**
   * The picture encoded anew, with square pixels, progressive, and a keyframe every two seconds.
   *
   * @param stream of the input
   * @param reordered whether B-frames may be used; they make the file smaller, but the last frame of a video without
   *     sound and with uneven delays would lose its duration
   */
  static List<String> encodedPicture(VideoStream stream, FrameSize size, boolean reordered) {
    List<String> filters = new ArrayList<>();
    if (!stream.fieldOrder().isEmpty() && !stream.fieldOrder().equals("progressive")) {
      filters.add("bwdif=mode=send_frame");
    }
    filters.addAll(pictureFilters(size));
    return encoder(filters, size, stream.frameRate(), reordered);
  }

  /** The picture of a GIF, whose transparent parts become white. */
  static List<String> encodedGif(FrameSize size) {
    return encoder(pictureFilters(size), size, 0, false);
  }

  static List<String> copiedPicture() {
    return List.of("-c:v", "copy");
  }

  static List<String> sound(Sound sound, AudioStream audio) {
    return switch (sound) {
      case NONE -> List.of();
      case COPY -> List.of("-c:a", "copy");
      case ENCODE ->
          List.of(
              "-c:a", "aac",
              "-b:a", audio.channels() == 1 ? "96k" : "128k",
              "-ac", Integer.toString(Math.clamp(audio.channels(), 1, 2)),
              "-ar", Integer.toString(audio.sampleRate() == CD_SAMPLE_RATE ? CD_SAMPLE_RATE : MAX_SAMPLE_RATE));
    };
  }

  static List<String> container() {
    return CONTAINER;
  }

  /** Most bits per second of an encoded picture of this size. */
  static long maxBitRate(FrameSize size, double frameRate) {
    double rate = frameRate > 0 ? frameRate : REFERENCE_FRAME_RATE;
    double share = size.pixels() / REFERENCE_PIXELS * Math.sqrt(rate / REFERENCE_FRAME_RATE);
    return Math.max(LEAST_BIT_RATE, (long) (REFERENCE_BIT_RATE * share));
  }

  /** Whether the picture is meant for a brighter screen than an 8-bit copy of it can serve. */
  static boolean isHdr(VideoStream stream) {
    return stream.colorTransfer().equals("smpte2084") || stream.colorTransfer().equals("arib-std-b67");
  }

  private static List<String> pictureFilters(FrameSize size) {
    return List.of(
        String.format(Locale.ROOT, "scale=%d:%d:flags=bicubic", size.width(), size.height()),
        "setsar=1",
        "format=yuv420p");
  }

  private static List<String> encoder(
      List<String> filters, FrameSize size, double frameRate, boolean reordered) {
    long maxBitRate = maxBitRate(size, frameRate);
    List<String> options = new ArrayList<>(List.of("-vf", String.join(",", filters)));
    options.addAll(List.of("-fps_mode", "vfr"));
    options.addAll(List.of("-c:v", "libx264", "-profile:v", "high", "-preset", "veryfast", "-crf", "23"));
    options.addAll(List.of("-maxrate", Long.toString(maxBitRate), "-bufsize", Long.toString(2 * maxBitRate)));
    options.addAll(List.of("-force_key_frames", "expr:gte(t,n_forced*2)", "-flags:v", "+bitexact"));
    if (!reordered) {
      options.addAll(List.of("-bf", "0"));
    }
    return options;
  }
}
