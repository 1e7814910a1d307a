package io.safelight.processing;

import io.safelight.ffmpeg.ProbedFile.AudioStream;
import io.safelight.processing.Plan.Sound;
import java.util.List;
import java.util.stream.Stream;

/** What every video that is made has in common: H.264 with AAC-LC in MP4, which every player plays. */
final class VideoSettings {
  /** At 1280x720 and 30 frames per second; others have their share. */
  private static final long REFERENCE_BIT_RATE = 5_000_000;

  private static final double REFERENCE_PIXELS = 1280 * 720;
  private static final double REFERENCE_FRAME_RATE = 30;
  private static final long LEAST_BIT_RATE = 600_000;
  private static final int MAX_SAMPLE_RATE = 48_000;
  private static final int CD_SAMPLE_RATE = 44_100;

  /**
   * The index at the front, so that players can start at once.
   */
  private static final List<String> CONTAINER =
      Stream.concat(anonymous().stream(), Stream.of("-movflags", "+faststart", "-f", "mp4")).toList();

  private VideoSettings() {}

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

  /** Nothing of the input's metadata, chapters or encoder names. */
  static List<String> anonymous() {
    return List.of("-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact");
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
}
