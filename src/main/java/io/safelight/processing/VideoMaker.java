package io.safelight.processing;

import io.safelight.ffmpeg.ProbedFile;
import io.safelight.ffmpeg.ProgressListener;
import io.safelight.ffmpeg.RunInput;
import io.safelight.ffmpeg.RunOutcome;
import io.safelight.media.MediaError;
import io.safelight.media.MediaFacts;
import io.safelight.media.MediaKind;
import io.safelight.processing.Plan.Sound;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the MP4 of a video, and refuses to publish less than the file promised. Thread-safe. */
final class VideoMaker {
  private static final Logger log = LoggerFactory.getLogger(VideoMaker.class);

  /** A file may be longer than it says. What is made is cut a little over the limit, where that shows. */
  private static final Duration OVER_THE_LIMIT = Duration.ofSeconds(2);

  /** Whatever is wrong ends the run; of the pictures only keyframes are decoded. */
  private static final List<String> STRICT =
      List.of("-xerror", "-err_detect", "explode", "-skip_frame", "nokey", "-abort_on", "empty_output");

  /**
   * A copy without what no decoder needs: of the NAL units only coded pictures (1, 5) and parameter sets (7, 8), the latter
   * written anew, so that nothing stands behind them. Cameras write places and times between the pictures.
   */
  private static final List<String> COPY =
      List.of("-c:v", "copy", "-bsf:v", "filter_units=pass_types=1|5|7|8,h264_metadata");

  /**
   * Three outputs into nothing: one that fails when a packet does not hold whole NAL units, one that decodes the keyframes, and
   * one that fails when none of them is an IDR picture (5). In such a video decoding can begin only where a SEI message says so,
   * which the copy does not have.
   */
  private static final List<String> CHECKS =
      List.of(
          "-map", "0:V:0", "-c:v", "copy", "-bsf:v", "h264_mp4toannexb", "-f", "null", "-",
          "-map", "0:V:0", "-f", "null", "-",
          "-map", "0:V:0", "-c:v", "copy", "-bsf:v", "filter_units=pass_types=5", "-f", "null", "-");

  private final FfmpegSteps ffmpeg;
  private final LimitChecker limitChecker;
  private final Planner planner;
  private final PictureEncoder encoder;
  private final VideoFinisher finisher;

  VideoMaker(
      FfmpegSteps ffmpeg,
      LimitChecker limitChecker,
      Planner planner,
      PictureEncoder encoder,
      VideoFinisher finisher) {
    this.ffmpeg = ffmpeg;
    this.limitChecker = limitChecker;
    this.planner = planner;
    this.encoder = encoder;
    this.finisher = finisher;
  }

  /** Copies the packets; where they turn out to be damaged, decodes them and makes the best of it. */
  Product remux(Attempt attempt, Plan.VideoRemux plan) throws AttemptException, InterruptedException, IOException {
    Content.Video video = plan.video();
    Path file = attempt.folder().resolve("remux.mp4");
    List<String> options = new ArrayList<>(output(attempt, video, plan.sound(), COPY, file));
    options.addAll(CHECKS);
    RunOutcome.Ended end =
        ffmpeg.run(attempt, attempt.source(), STRICT, options, progress(attempt, video, limitChecker));
    if (end instanceof RunOutcome.Failed failure) {
      log.debug("media {}: not fit for copying: {}", attempt.media().id(), failure.log());
      return transcode(attempt, planner.transcode(video));
    }
    FrameSize size = new FrameSize(video.stream().width(), video.stream().height());
    return finish(attempt, video, file, size, end.complained());
  }

  /**
   * A video that was encoded and that nobody has looked at yet.
   *
   * @param complained whether errors were met in the input
   */
  record Encoded(Plan.VideoTranscode plan, Path file, boolean complained) {
    /** The same, its file in another place. */
    Encoded movedTo(Path place) throws IOException {
      return new Encoded(plan, Files.move(file, place), complained);
    }
  }

  Product transcode(Attempt attempt, Plan.VideoTranscode plan)
      throws AttemptException, InterruptedException, IOException {
    return finish(attempt, encode(attempt, plan, RunInput.of(attempt.source())));
  }

  /**
   * Encodes a video.
   *
   * @param input the file that was planned for
   */
  Encoded encode(Attempt attempt, Plan.VideoTranscode plan, RunInput input)
      throws AttemptException, InterruptedException {
    Content.Video video = plan.video();
    Path file = attempt.folder().resolve("transcode.mp4");
    boolean reordered = plan.sound() != Sound.NONE;
    List<String> picture = encoder.video(video, plan.size(), reordered);
    RunOutcome.Ended end =
        ffmpeg.runLeniently(
            attempt,
            input,
            output(attempt, video, plan.sound(), picture, file),
            progress(attempt, video, limitChecker));
    if (end instanceof RunOutcome.Failed failure) {
      log.debug("media {}: {}", attempt.media().id(), failure.log());
      throw AttemptException.rejected(FailureClassifier.undecodable(failure, video.file()));
    }
    return new Encoded(plan, file, end.complained());
  }

  /** Makes what belongs to an encoded video, whose file is in the folder of the attempt. */
  Product finish(Attempt attempt, Encoded encoded) throws AttemptException, InterruptedException, IOException {
    return finish(attempt, encoded.plan().video(), encoded.file(), encoded.plan().size(), encoded.complained());
  }

  private List<String> output(
      Attempt attempt, Content.Video video, Sound sound, List<String> picture, Path file) {
    List<String> options = new ArrayList<>(List.of("-map", "0:V:0"));
    video.file().audio().ifPresent(audio -> options.addAll(List.of("-map", "0:" + audio.index())));
    options.addAll(picture);
    video.file().audio().ifPresent(audio -> options.addAll(VideoSettings.sound(sound, audio)));
    options.addAll(List.of("-t", longest(limitChecker, attempt)));
    options.addAll(VideoSettings.container());
    options.add(file.getFileName().toString());
    return options;
  }

  /** Where what is made is cut, in seconds. */
  static String longest(LimitChecker limitChecker, Attempt attempt) {
    double seconds = limitChecker.maxDuration(attempt.media()).plus(OVER_THE_LIMIT).toMillis() / 1000.0;
    return String.format(Locale.ROOT, "%.3f", seconds);
  }

  /** Reports how far a run is by what it has written. */
  static ProgressListener progress(Attempt attempt, Content.Video video, LimitChecker limitChecker) {
    Duration known = video.file().duration();
    Duration expected = known != null ? known : limitChecker.maxDuration(attempt.media());
    return (outTime, _) -> Stage.MAKE.report(attempt, (double) outTime.toMillis() / Math.max(1, expected.toMillis()));
  }

  private Product finish(Attempt attempt, Content.Video video, Path file, FrameSize size, boolean complained)
      throws AttemptException, InterruptedException, IOException {
    ProbedFile made = finisher.probe(attempt, file);
    Duration duration = VideoCheck.duration(made);
    Optional<MediaError> error =
        VideoCheck.damage(video, made, complained).or(() -> limitChecker.duration(attempt.media(), duration));
    if (error.isPresent()) {
      throw AttemptException.rejected(error.get());
    }
    FrameSize shown = FrameSize.shown(video.stream());
    var facts = new MediaFacts(MediaKind.VIDEO, video.contentType(), shown.width(), shown.height(), duration);
    return finisher.finish(attempt, facts, file, made, size, planner.hasRest(shown, size));
  }
}
