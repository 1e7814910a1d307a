package io.safelight.ffmpeg;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * One run of ffmpeg. The input is always file descriptor 0 of the process, never a path or URL that a demuxer could resolve.
 *
 * @param input the file that becomes descriptor 0
 * @param jobFolder working directory; everything the run writes goes here
 * @param inputOptions options before {@code -i fd:}, such as {@code -ss}; whitelists and pixel limits are added by the runner
 * @param outputOptions everything after the input: maps, filters, codecs and output names relative to the job folder
 * @param timeout wall-clock time after which the whole session of the process is killed
 */
public record FfmpegCommand(
    Path input,
    Path jobFolder,
    List<String> inputOptions,
    List<String> outputOptions,
    Duration timeout,
    Priority priority) {
  public FfmpegCommand {
    inputOptions = List.copyOf(inputOptions);
    outputOptions = List.copyOf(outputOptions);
  }

  /** A run in the background. */
  public FfmpegCommand(
      Path input, Path jobFolder, List<String> inputOptions, List<String> outputOptions, Duration timeout) {
    this(input, jobFolder, inputOptions, outputOptions, timeout, Priority.BACKGROUND);
  }
}
