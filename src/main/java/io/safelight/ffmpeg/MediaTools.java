package io.safelight.ffmpeg;

import java.nio.file.Path;
import java.time.Duration;

/** ffmpeg and ffprobe as Safelight uses them. Thread-safe. */
public interface MediaTools {
  /** Starts ffmpeg. Failing to start is an outcome of the run, not an exception. */
  FfmpegRun start(FfmpegCommand command, ProgressListener listener);

  /**
   * Reads a file's containers and streams with ffprobe.
   *
   * @param input becomes descriptor 0
   * @param jobFolder working directory
   */
  ProbeOutcome probe(Path input, Path jobFolder, Duration timeout) throws InterruptedException;

  /**
   * What a person types into a shell to see a run of {@link #start}, in a folder with its input: the same program, arguments and
   * limits, but not confined. Empty for tools that run nothing.
   *
   * @param input name of the input in that folder
   */
  default String shell(FfmpegCommand command, String input) {
    return "";
  }

  /** The same for a run of {@link #probe}. */
  default String shellOfProbe(Path input, Path jobFolder, Duration timeout) {
    return "";
  }

  /** The encoder that videos are made with. May run ffmpeg the first time. */
  H264Encoder h264Encoder();
}
