package io.safelight.processing;

import io.safelight.ffmpeg.ProbedFile;
import io.safelight.ffmpeg.RunInput;
import io.safelight.ffmpeg.RunOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the storyboard of a video that nothing else is encoded of, and which is therefore not decoded otherwise. Thread-safe.
 */
final class StoryboardMaker {
  private final FfmpegSteps ffmpeg;
  private final VideoFinisher finisher;

  StoryboardMaker(FfmpegSteps ffmpeg, VideoFinisher finisher) {
    this.ffmpeg = ffmpeg;
    this.finisher = finisher;
  }

  /**
   * Makes the JPEG in the folder of the attempt. Where each picture has a keyframe to be made of, nothing else is decoded: that
   * takes about a tenth of the time.
   *
   * @param mp4 of our own making
   * @param keyframes longest time from one to the next, where it is known
   */
  void make(Attempt attempt, Path mp4, Storyboard storyboard, Optional<Duration> keyframes)
      throws AttemptException, InterruptedException {
    ProbedFile.VideoStream stream = finisher.probe(attempt, mp4).video().orElseThrow();
    boolean dense = keyframes.filter(longest -> longest.compareTo(storyboard.interval()) <= 0).isPresent();
    List<String> options = new ArrayList<>(List.of("-filter_complex"));
    options.add("[0:V:0]" + storyboard.filters(ColorFilters.toBt709(stream)) + "[storyboard]");
    options.addAll(List.of("-map", "[storyboard]"));
    options.addAll(Storyboard.output());
    RunInput input = RunInput.of(mp4);
    RunOutcome.Ended end =
        dense
            ? ffmpeg.run(attempt, input, List.of("-skip_frame", "nokey"), options, FfmpegSteps.NO_PROGRESS)
            : ffmpeg.runLeniently(attempt, input, options, FfmpegSteps.NO_PROGRESS);
    if (end instanceof RunOutcome.Failed failure) {
      throw AttemptException.fault("the storyboard could not be made: " + failure.log());
    }
  }
}
