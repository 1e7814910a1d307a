package io.safelight.processing;

import io.safelight.ffmpeg.FfmpegCommand;
import io.safelight.ffmpeg.FfmpegRun;
import io.safelight.ffmpeg.H264Encoder;
import io.safelight.ffmpeg.MediaTools;
import io.safelight.ffmpeg.ProbeOutcome;
import io.safelight.ffmpeg.ProgressListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/** The real tools, but the first ffmpeg is killed from outside as soon as it runs. */
final class KillingTools implements MediaTools {
  private final MediaTools real;
  private final AtomicBoolean killed = new AtomicBoolean();

  KillingTools(MediaTools real) {
    this.real = real;
  }

  @Override
  public FfmpegRun start(FfmpegCommand command, ProgressListener listener) {
    Set<Long> before = children();
    FfmpegRun run = real.start(command, listener);
    if (killed.compareAndSet(false, true)) {
      Set<Long> started = children();
      started.removeAll(before);
      while (started.isEmpty()) {
        // The process is started by a thread of its own.
        Thread.onSpinWait();
        started = children();
        started.removeAll(before);
      }
      started.forEach(pid -> ProcessHandle.of(pid).orElseThrow().destroyForcibly());
    }
    return run;
  }

  @Override
  public ProbeOutcome probe(Path input, Path jobFolder, Duration timeout) throws InterruptedException {
    return real.probe(input, jobFolder, timeout);
  }

  @Override
  public H264Encoder h264Encoder() {
    return real.h264Encoder();
  }

  private static Set<Long> children() {
    return ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
  }
}
