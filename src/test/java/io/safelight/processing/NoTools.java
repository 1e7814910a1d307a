package io.safelight.processing;

import io.safelight.ffmpeg.FfmpegCommand;
import io.safelight.ffmpeg.FfmpegRun;
import io.safelight.ffmpeg.H264Encoder;
import io.safelight.ffmpeg.MediaTools;
import io.safelight.ffmpeg.ProbeOutcome;
import io.safelight.ffmpeg.ProgressListener;
import java.nio.file.Path;
import java.time.Duration;

/** For tests in which no file may come near ffmpeg. */
final class NoTools implements MediaTools {
  @Override
  public FfmpegRun start(FfmpegCommand command, ProgressListener listener) {
    throw new AssertionError("ffmpeg was started");
  }

  @Override
  public ProbeOutcome probe(Path input, Path jobFolder, Duration timeout) {
    throw new AssertionError("ffprobe was started");
  }

  @Override
  public H264Encoder h264Encoder() {
    return H264Encoder.X264;
  }
}
