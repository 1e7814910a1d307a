package io.safelight.ffmpeg;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs ffmpeg and ffprobe as processes of their own, each leading a session, with nothing open but input, output, log,
 * and the folder of the program where another way to it is barred.
 * Thread-safe.
 */
public final class BundledMediaTools implements MediaTools {
  private static final List<String> QUIET = List.of("-hide_banner", "-loglevel", "level+warning");
  private static final List<String> FFMPEG_OPTIONS =
      List.of("-nostdin", "-y", "-nostats", "-progress", "pipe:1", "-stats_period", "0.2");

  private final FfmpegInstallation installation;
  private final Sandbox sandbox;
  private final long maxPixels;
  private volatile @Nullable H264Encoder encoder;

  /**
   * Starts nothing yet.
   *
   * @param sandbox confines every run
   * @param maxPixels most pixels of one frame of an input; checked before memory is taken for it
   */
  public BundledMediaTools(FfmpegInstallation installation, Sandbox sandbox, long maxPixels) {
    this.installation = installation;
    this.sandbox = sandbox;
    this.maxPixels = maxPixels;
  }

  @Override
  public FfmpegRun start(FfmpegCommand command, ProgressListener listener) {
    var progress = new ProgressParser(listener);
    return new SupervisedRun(
        SupervisedProcess.start(
            request(command),
            command.timeout(),
            Optional.of(new Standstill(sandbox.standstill(), progress::written)),
            progress));
  }

  private SpawnRequest request(FfmpegCommand command) {
    List<String> arguments = new ArrayList<>(QUIET);
    arguments.addAll(FFMPEG_OPTIONS);
    arguments.addAll(command.inputOptions());
    arguments.addAll(InputGuard.input(maxPixels));
    arguments.addAll(command.outputOptions());
    return sandbox
        .request(
            installation, installation.ffmpeg(), arguments, command.jobFolder(), command.input(), command.timeout())
        .with(command.priority());
  }

  @Override
  public ProbeOutcome probe(Path input, Path jobFolder, Duration timeout) throws InterruptedException {
    BoundedOutput json = new BoundedOutput();
    ProcessEnd end = SupervisedProcess.start(request(input, jobFolder, timeout), timeout, json).await();
    RunOutcome outcome = OutcomeClassifier.classify(end);
    return switch (outcome) {
      case RunOutcome.Succeeded _ ->
          ProbeReader.read(json.bytes())
              .<ProbeOutcome>map(ProbeOutcome.Probed::new)
              .orElseGet(() -> new ProbeOutcome.Unreadable(end.log()));
      case RunOutcome.Failed failed -> new ProbeOutcome.Unreadable(failed.log());
      case RunOutcome.NotEnded notEnded -> new ProbeOutcome.Disturbed(notEnded);
    };
  }

  private SpawnRequest request(Path input, Path jobFolder, Duration timeout) {
    List<String> arguments = new ArrayList<>(QUIET);
    arguments.addAll(ProbeReader.OPTIONS);
    arguments.addAll(InputGuard.input(maxPixels));
    return sandbox.request(
        installation, installation.ffprobe(), arguments, jobFolder, RunInput.of(input), timeout);
  }

  @Override
  public String shell(FfmpegCommand command, String input) {
    return request(command).shell(input);
  }

  @Override
  public String shellOfProbe(Path input, Path jobFolder, Duration timeout) {
    return request(input, jobFolder, timeout).shell(String.valueOf(input.getFileName()));
  }

  /**
   * {@inheritDoc}
   *
   * @throws FfmpegUnavailableException when ffmpeg does not run here, or is too old
   */
  @Override
  public H264Encoder h264Encoder() {
    H264Encoder known = encoder;
    if (known == null) {
      // Asking twice at once does no harm: the answer is the same.
      known = installation.h264Encoder();
      encoder = known;
    }
    return known;
  }
}
