package io.safelight.processing;

import io.safelight.ffmpeg.FfmpegCommand;
import io.safelight.ffmpeg.FfmpegRun;
import io.safelight.ffmpeg.H264Encoder;
import io.safelight.ffmpeg.MediaTools;
import io.safelight.ffmpeg.ProbeOutcome;
import io.safelight.ffmpeg.ProgressListener;
import io.safelight.ffmpeg.RunOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Probes with the real ffprobe, and then runs an ffmpeg that never ends, nor heeds its timeout. */
final class HangingTools implements MediaTools {
  final CountDownLatch started = new CountDownLatch(1);
  final AtomicInteger interrupted = new AtomicInteger();
  private final MediaTools real;

  HangingTools(MediaTools real) {
    this.real = real;
  }

  @Override
  public FfmpegRun start(FfmpegCommand command, ProgressListener listener) {
    return () -> {
      started.countDown();
      try {
        Thread.sleep(Duration.ofMinutes(10));
      } catch (InterruptedException e) {
        interrupted.incrementAndGet();
        throw e;
      }
      throw new AssertionError("nobody ended the run");
    };
  }

  @Override
  public ProbeOutcome probe(Path input, Path jobFolder, Duration timeout) throws InterruptedException {
    return real.probe(input, jobFolder, timeout);
  }

  @Override
  public String shell(FfmpegCommand command, String input) {
    return real.shell(command, input);
  }

  @Override
  public H264Encoder h264Encoder() {
    return real.h264Encoder();
  }
}
