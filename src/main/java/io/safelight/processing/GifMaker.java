package io.safelight.processing;

import io.safelight.ffmpeg.ProbedFile;
import io.safelight.ffmpeg.RunOutcome;
import io.safelight.image.ImageHeader;
import io.safelight.media.MediaFacts;
import io.safelight.media.MediaKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a silent MP4 of an animated GIF or WebP, each frame as long as there. Thread-safe. */
final class GifMaker {
  private static final Logger log = LoggerFactory.getLogger(GifMaker.class);

  private final FfmpegSteps ffmpeg;
  private final PictureEncoder encoder;
  private final VideoFinisher finisher;

  GifMaker(FfmpegSteps ffmpeg, PictureEncoder encoder, VideoFinisher finisher) {
    this.ffmpeg = ffmpeg;
    this.encoder = encoder;
    this.finisher = finisher;
  }

  Product make(Attempt attempt, Plan.GifToVideo plan) throws AttemptException, InterruptedException, IOException {
    ImageHeader header = plan.header();
    if (header.truncated()) {
      // Its decoder would show the frames that are there; nobody can tell how many there should be.
      throw AttemptException.rejected(FailureClassifier.truncatedImage());
    }
    AnimationInput input = AnimationInput.of(attempt, header, ffmpeg);
    Path file = attempt.folder().resolve("gif.mp4");
    List<String> options = new ArrayList<>(List.of("-map", "0:V:0", "-an"));
    options.addAll(encoder.gif(input.filters(), plan.size()));
    options.addAll(VideoSettings.container());
    options.add(file.getFileName().toString());
    RunOutcome.Ended end =
        ffmpeg.run(
            attempt,
            input.file(),
            input.options(),
            options,
            (_, frames) -> Stage.MAKE.report(attempt, (double) frames / header.frames()));
    if (end instanceof RunOutcome.Failed failure) {
      log.debug("media {}: {}", attempt.media().id(), failure.log());
      throw AttemptException.rejected(FailureClassifier.undecodable(failure));
    }
    ProbedFile made = finisher.probe(attempt, file);
    if (!VideoCheck.hasFrames(made, header.frames())) {
      throw AttemptException.rejected(FailureClassifier.corrupt());
    }
    Duration duration = VideoCheck.duration(made);
    var facts = new MediaFacts(MediaKind.GIF, header.contentType(), header.width(), header.height(), duration);
    return finisher.finish(attempt, facts, file, made, plan.size(), false);
  }
}
