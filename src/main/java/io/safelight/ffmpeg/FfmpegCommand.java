package io.safelight.ffmpeg;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * One run of ffmpeg.
 *
 * @param input what becomes descriptor 0
 * @param jobFolder working directory; everything the run writes goes here
 * @param inputOptions options before {@code -i fd:}, such as {@code -ss}; whitelists and pixel limits are added by the runner
 * @param outputOptions everything after the input: maps, filters, codecs and output names relative to the job folder
 * @param timeout wall-clock time after which the whole session of the process is killed
 */
public record FfmpegCommand(
    RunInput input,
    Path jobFolder,
    List<String> inputOptions,
    List<String> outputOptions,
    Duration timeout,
    Priority priority) {
  public FfmpegCommand {
    inputOptions = List.copyOf(inputOptions);
    outputOptions = List.copyOf(outputOptions);
  }

  /** A run on a file. */
  public FfmpegCommand(
      Path input,
      Path jobFolder,
      List<String> inputOptions,
      List<String> outputOptions,
      Duration timeout,
      Priority priority) {
    this(RunInput.of(input), jobFolder, inputOptions, outputOptions, timeout, priority);
  }
}
