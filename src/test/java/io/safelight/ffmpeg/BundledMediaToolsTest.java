package io.safelight.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safelight.Await;
import io.safelight.ffmpeg.RunOutcome.Cause;
import io.safelight.testmedia.DamagedMedia;
import io.safelight.testmedia.TestMedia;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundledMediaToolsTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final List<String> TRANSCODE =
      List.of("-map", "0:V:0", "-vf", "scale=160:-2", "-c:v", "libx264", "-preset", "ultrafast", "out.mp4");

  /** Makes ffmpeg read no faster than the video plays. */
  private static final List<String> SLOWLY = List.of("-re");

  @TempDir Path folder;

  private final MediaTools tools = TestMedia.tools();
  private final List<Duration> progress = Collections.synchronizedList(new ArrayList<>());

  @Test
  void a_video_is_transcoded_and_progress_rises_to_its_end() throws Exception {
    RunOutcome outcome = start(TestMedia.mp4FullHd(), List.of(), LONG).await();
    assertThat(outcome).isInstanceOf(RunOutcome.Succeeded.class);
    assertThat(outcome.usage().cpu()).isPositive();
    assertThat(outcome.usage().peakMemory()).isGreaterThan(10_000_000);
    assertThat(progress).isSorted().last().isEqualTo(Duration.ofSeconds(10));
    assertThat(tools.probe(folder.resolve("out.mp4"), folder, LONG)).isInstanceOf(ProbeOutcome.Probed.class);
  }

  @Test
  void progress_comes_while_the_run_goes_on() throws Exception {
    FfmpegRun run = start(TestMedia.mp4(), SLOWLY, LONG);
    awaitProgress();
    assertThat(onlyPid()).isPresent();
    assertThat(run.await()).isInstanceOf(RunOutcome.Succeeded.class);
    assertThat(progress).hasSizeGreaterThan(5).isSorted();
    assertThat(onlyPid()).isEmpty();
  }

  @Test
  void rubbish_fails_with_a_log() throws Exception {
    assertThat(start(DamagedMedia.noiseMp4(), List.of(), LONG).await())
        .isInstanceOfSatisfying(
            RunOutcome.Failed.class,
            failed -> assertThat(failed.log()).contains("Invalid data found").doesNotContain("no version information"));
  }

  @Test
  void more_pixels_than_allowed_are_not_decoded() throws Exception {
    MediaTools strict = new BundledMediaTools(TestMedia.installation(), TestMedia.sandbox(), 640 * 359);
    assertThat(strict.start(command(TestMedia.mp4(), List.of(), LONG), (outTime, frames) -> {}).await())
        .isInstanceOf(RunOutcome.Failed.class);
  }

  @Test
  void a_kill_from_outside_is_not_the_fault_of_the_media() throws Exception {
    FfmpegRun run = start(TestMedia.mp4(), SLOWLY, LONG);
    awaitProgress();
    ProcessHandle.of(onlyPid().orElseThrow()).orElseThrow().destroyForcibly();
    assertDisturbed(run.await(), Cause.SIGNAL);
  }

  @Test
  void a_full_disk_is_not_the_fault_of_the_media() throws Exception {
    Files.createSymbolicLink(folder.resolve("out.mp4"), Path.of("/dev/full"));
    MediaTools unconfined = new BundledMediaTools(TestMedia.installation(), TestMedia.sandbox().with(Set.of()), 1_000_000);
    assertDisturbed(
        unconfined.start(command(TestMedia.mp4(), List.of(), LONG), (outTime, frames) -> {}).await(), Cause.DISK_FULL);
    Files.delete(folder.resolve("out.mp4"));
  }

  @Test
  void a_missing_library_is_not_the_fault_of_the_media() throws Exception {
    FfmpegInstallation complete = TestMedia.installation();
    Path lonely = Files.copy(complete.ffmpeg(), folder.resolve("ffmpeg"));
    MediaTools broken =
        new BundledMediaTools(new FfmpegInstallation(lonely, complete.ffprobe(), complete.environment()), TestMedia.sandbox(), 1_000_000);
    assertThat(broken.start(command(TestMedia.mp4(), List.of(), LONG), (outTime, frames) -> {}).await())
        .isInstanceOf(RunOutcome.Succeeded.class);
    broken = new BundledMediaTools(new FfmpegInstallation(lonely, complete.ffprobe(), Map.of()), TestMedia.sandbox(), 1_000_000);
    assertDisturbed(
        broken.start(command(TestMedia.mp4(), List.of(), LONG), (outTime, frames) -> {}).await(), Cause.CANNOT_START);
  }

  @Test
  void a_missing_program_is_not_the_fault_of_the_media() throws Exception {
    Path missing = folder.resolve("missing");
    MediaTools broken =
        new BundledMediaTools(new FfmpegInstallation(missing, missing, Map.of()), TestMedia.sandbox(), 1_000_000);
    assertDisturbed(
        broken.start(command(TestMedia.mp4(), List.of(), LONG), (outTime, frames) -> {}).await(), Cause.CANNOT_START);
    assertThat(broken.probe(TestMedia.mp4(), folder, LONG)).isInstanceOf(ProbeOutcome.Disturbed.class);
  }

  @Test
  void the_timeout_ends_a_run() throws Exception {
    assertThat(start(TestMedia.mp4(), SLOWLY, Duration.ofMillis(200)).await())
        .isInstanceOf(RunOutcome.TimedOut.class);
  }

  @Test
  void a_run_whose_waiting_is_interrupted_ends() throws Exception {
    FfmpegRun run = start(TestMedia.mp4(), SLOWLY, LONG);
    awaitProgress();
    Thread.currentThread().interrupt();
    assertThatThrownBy(run::await).isInstanceOf(InterruptedException.class);
    assertThat(onlyPid()).isEmpty();
  }

  private FfmpegRun start(Path input, List<String> inputOptions, Duration timeout) {
    return tools.start(command(input, inputOptions, timeout), (outTime, frames) -> progress.add(outTime));
  }

  private FfmpegCommand command(Path input, List<String> inputOptions, Duration timeout) {
    return new FfmpegCommand(input, folder, inputOptions, TRANSCODE, timeout, Priority.BACKGROUND);
  }

  private void awaitProgress() throws Exception {
    Await.until("ffmpeg has told how far it is", () -> !progress.isEmpty());
  }

  private Optional<Long> onlyPid() throws IOException {
    String prefix = folder.getFileName() + ".process.";
    try (Stream<Path> files = Files.list(folder.resolveSibling(""))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(prefix))
          .map(name -> Long.parseLong(name.substring(prefix.length())))
          .findFirst();
    }
  }

  private static void assertDisturbed(RunOutcome outcome, Cause cause) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            RunOutcome.Disturbed.class, disturbed -> assertThat(disturbed.cause()).isEqualTo(cause));
  }
}
