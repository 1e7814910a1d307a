package io.safelight.processing;

import io.safelight.ffmpeg.FfmpegCommand;
import io.safelight.ffmpeg.FfmpegRun;
import io.safelight.ffmpeg.MediaTools;
import io.safelight.ffmpeg.Priority;
import io.safelight.ffmpeg.ProbeOutcome;
import io.safelight.ffmpeg.ProbedFile;
import io.safelight.ffmpeg.ProgressListener;
import io.safelight.ffmpeg.Resource;
import io.safelight.ffmpeg.RunInput;
import io.safelight.ffmpeg.RunOutcome;
import io.safelight.media.FailureReason;
import io.safelight.media.MediaError;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs ffmpeg and ffprobe for a step. What ended them from outside ends the attempt; what they say about the media is
 * the step's to judge. Thread-safe.
 */
final class FfmpegSteps {
  private static final Logger log = LoggerFactory.getLogger(FfmpegSteps.class);

  static final ProgressListener NO_PROGRESS = (_, _) -> {};

  /** A frame that is damaged is left out, so that counting them tells how much is. */
  private static final List<String> LENIENT = List.of("-err_detect:v", "explode");

  /**
   * The same, without decoding several frames at once: where the first one is damaged, ffmpeg 8 decodes nothing at all so, and
   * then reports that for ever.
   */
  private static final List<String> LENIENT_AND_SLOW =
      Stream.concat(LENIENT.stream(), Stream.of("-thread_type:v", "slice")).toList();

  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(60);

  private final MediaTools tools;

  FfmpegSteps(MediaTools tools) {
    this.tools = tools;
  }

  /** Runs ffmpeg on a file, as {@link #run(Attempt, RunInput, List, List, ProgressListener)} does. */
  RunOutcome.Ended run(
      Attempt attempt, Path input, List<String> inputOptions, List<String> outputOptions, ProgressListener progress)
      throws AttemptException, InterruptedException {
    return run(attempt, RunInput.of(input), inputOptions, outputOptions, progress);
  }

  /**
   * Runs ffmpeg in the folder of the attempt.
   *
   * @return how it ended; for a failure the media may be to blame
   * @throws AttemptException when something else is to blame
   */
  RunOutcome.Ended run(
      Attempt attempt, RunInput input, List<String> inputOptions, List<String> outputOptions, ProgressListener progress)
      throws AttemptException, InterruptedException {
    return ended(outcome(attempt, input, inputOptions, outputOptions, progress));
  }

  /** The same, and what can be decoded is decoded, without the frames that are damaged. */
  RunOutcome.Ended runLeniently(
      Attempt attempt, RunInput input, List<String> outputOptions, ProgressListener progress)
      throws AttemptException, InterruptedException {
    RunOutcome outcome = outcome(attempt, input, LENIENT, outputOptions, progress);
    if (outcome instanceof RunOutcome.Exceeded exceeded
        && exceeded.resource() == Resource.STANDSTILL
        && input instanceof RunInput.Stored) {
      log.debug("media {}: decoding went in circles", attempt.media().id());
      outcome = outcome(attempt, input, LENIENT_AND_SLOW, outputOptions, progress);
    }
    return ended(outcome);
  }

  private RunOutcome outcome(
      Attempt attempt, RunInput input, List<String> inputOptions, List<String> outputOptions, ProgressListener progress)
      throws AttemptException, InterruptedException {
    var command =
        new FfmpegCommand(input, attempt.folder(), inputOptions, outputOptions, attempt.remaining(), priority(attempt));
    // What is fed to a run is not there again, so that nobody can be shown that run.
    Optional<String> file = input instanceof RunInput.Stored(Path path) ? Optional.of(name(path)) : Optional.empty();
    file.ifPresent(name -> attempt.effort().begins(name, outputOptions, () -> tools.shell(command, name)));
    FfmpegRun run = tools.start(command, progress);
    RunOutcome outcome = run.await();
    attempt.effort().add(outcome.usage());
    file.ifPresent(_ -> attempt.effort().said(outcome.log()));
    return outcome;
  }

  /**
   * Reads what a file of the attempt holds.
   *
   * @param unreadable what to say of a file that cannot be read, given ffprobe's log
   */
  ProbedFile probe(Attempt attempt, Path input, Function<String, MediaError> unreadable)
      throws AttemptException, InterruptedException {
    Duration remaining = attempt.remaining();
    Duration timeout = remaining.compareTo(PROBE_TIMEOUT) < 0 ? remaining : PROBE_TIMEOUT;
    attempt
        .effort()
        .begins(
            name(input),
            List.of(),
            () -> tools.shellOfProbe(input, attempt.folder(), timeout));
    return switch (tools.probe(input, attempt.folder(), timeout)) {
      case ProbeOutcome.Probed(ProbedFile file) -> file;
      case ProbeOutcome.Unreadable(String words) -> {
        attempt.effort().said(words);
        throw AttemptException.rejected(unreadable.apply(words));
      }
      case ProbeOutcome.Disturbed(RunOutcome.NotEnded outcome) -> {
        attempt.effort().said(outcome.log());
        throw new AttemptException(end(outcome));
      }
    };
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static Priority priority(Attempt attempt) {
    return switch (attempt.lane()) {
      case QUICK -> Priority.AWAITED;
      case VIDEO -> Priority.BACKGROUND;
      case REST, REPROCESS -> Priority.LEFTOVER;
    };
  }

  private static RunOutcome.Ended ended(RunOutcome outcome) throws AttemptException {
    return switch (outcome) {
      case RunOutcome.Ended ended -> ended;
      case RunOutcome.NotEnded notEnded -> throw new AttemptException(end(notEnded));
    };
  }

  private static AttemptEnd end(RunOutcome.NotEnded outcome) {
    return switch (outcome) {
      case RunOutcome.Disturbed disturbed -> disturbance(disturbed);
      case RunOutcome.Exceeded exceeded -> new AttemptEnd.Rejected(FailureClassifier.tooDemanding(exceeded.resource()));
      case RunOutcome.TimedOut _ -> new AttemptEnd.Fault(FailureReason.TIMED_OUT, "ffmpeg took too long");
    };
  }

  private static AttemptEnd disturbance(RunOutcome.Disturbed disturbed) {
    return switch (disturbed.cause()) {
      case SIGNAL, OUT_OF_MEMORY -> new AttemptEnd.Disturbed(disturbed.cause() + ": " + disturbed.log());
      case CRASH -> new AttemptEnd.Fault(FailureReason.INTERNAL, "ffmpeg went wrong: " + disturbed.log());
      case DISK_FULL, CANNOT_START -> new AttemptEnd.Outage(disturbed.cause() + ": " + disturbed.log());
    };
  }
}
