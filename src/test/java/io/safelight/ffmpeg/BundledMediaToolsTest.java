package io.safelight.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.testmedia.TestMedia;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundledMediaToolsTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final List<String> TRANSCODE =
      List.of("-map", "0:V:0", "-vf", "scale=160:-2", "-c:v", "libx264", "-preset", "ultrafast", "out.mp4");

  @TempDir Path folder;

  private final MediaTools tools = TestMedia.tools();
  private final List<Duration> progress = Collections.synchronizedList(new ArrayList<>());

  @Test
  void a_video_is_transcoded_and_progress_rises_to_its_end() throws Exception {
    RunOutcome outcome = start(TestMedia.mp4FullHd(), TRANSCODE, LONG).await();
    assertThat(outcome).isInstanceOf(RunOutcome.Succeeded.class);
    assertThat(outcome.usage().cpu()).isPositive();
    assertThat(outcome.usage().peakMemory()).isGreaterThan(10_000_000);
    assertThat(progress).isSorted().hasSizeGreaterThan(2).last().isEqualTo(Duration.ofSeconds(10));
    assertThat(tools.probe(folder.resolve("out.mp4"), folder, LONG)).isInstanceOf(ProbeOutcome.Probed.class);
  }

  @Test
  void rubbish_fails_with_a_log() throws Exception {
    assertThat(start(TestMedia.noiseMp4(), TRANSCODE, LONG).await())
        .isInstanceOfSatisfying(
            RunOutcome.Failed.class, failed -> assertThat(failed.log()).contains("Invalid data found"));
  }

  @Test
  void a_full_disk_is_not_the_fault_of_the_media() throws Exception {
    Files.createSymbolicLink(folder.resolve("out.mp4"), Path.of("/dev/full"));
    assertThat(start(TestMedia.mp4(), TRANSCODE, LONG).await())
        .isInstanceOfSatisfying(
            RunOutcome.Disturbed.class,
            disturbed -> assertThat(disturbed.cause()).isEqualTo(RunOutcome.Cause.DISK_FULL));
  }

  private FfmpegRun start(Path input, List<String> options, Duration deadline) {
    return tools.start(
        new FfmpegCommand(input, folder, List.of(), options, deadline), (outTime, frames) -> progress.add(outTime));
  }
}
