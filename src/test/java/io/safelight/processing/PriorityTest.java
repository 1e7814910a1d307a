package io.safelight.processing;

import static io.safelight.media.MediaCategory.TWEET_IMAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.ffmpeg.FfmpegCommand;
import io.safelight.ffmpeg.FfmpegRun;
import io.safelight.ffmpeg.H264Encoder;
import io.safelight.ffmpeg.MediaTools;
import io.safelight.ffmpeg.Priority;
import io.safelight.ffmpeg.ProbeOutcome;
import io.safelight.ffmpeg.ProgressListener;
import io.safelight.media.Lane;
import io.safelight.testmedia.TestMedia;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriorityTest {
  @TempDir Path folder;

  @Test
  void what_somebody_waits_for_does_not_wait_for_encoders() {
    List<Priority> priorities = new ArrayList<>();
    var tools = new Noting(TestMedia.tools(), priorities);
    try (var workshop = new Workshop(folder)) {
      workshop.upload(TestMedia.png(), TWEET_IMAGE, true, Lane.QUICK);
      workshop.runner(tools, workshop.blobs).run(workshop.claim(Lane.QUICK));
      workshop.upload(TestMedia.png(), TWEET_IMAGE, true, Lane.VIDEO);
      workshop.runner(tools, workshop.blobs).run(workshop.claim(Lane.VIDEO));
    }

    assertThat(priorities).containsExactly(Priority.AWAITED, Priority.BACKGROUND);
  }

  private record Noting(MediaTools real, List<Priority> priorities) implements MediaTools {
    @Override
    public FfmpegRun start(FfmpegCommand command, ProgressListener listener) {
      priorities.add(command.priority());
      return real.start(command, listener);
    }

    @Override
    public ProbeOutcome probe(Path input, Path jobFolder, Duration timeout) throws InterruptedException {
      return real.probe(input, jobFolder, timeout);
    }

    @Override
    public H264Encoder h264Encoder() {
      return real.h264Encoder();
    }
  }
}
