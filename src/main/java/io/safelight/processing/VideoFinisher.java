package io.safelight.processing;

import io.safelight.ffmpeg.ProbedFile;
import io.safelight.ffmpeg.RunOutcome;
import io.safelight.media.MediaFacts;
import io.safelight.picture.TinyPicture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a made MP4 still needs: a look at it, and a poster. Thread-safe. */
final class VideoFinisher {
  private static final Logger log = LoggerFactory.getLogger(VideoFinisher.class);
  private static final String POSTER = "poster.jpg";

  /** Of so many keyframes the one that looks most like the others is the poster: seldom the black first one. */
  private static final int POSTER_CANDIDATES = 15;

  private final FfmpegSteps ffmpeg;

  VideoFinisher(FfmpegSteps ffmpeg) {
    this.ffmpeg = ffmpeg;
  }

  /** Reads what was made. Input that decodes to nothing makes an output without frames, which blames the input. */
  ProbedFile probe(Attempt attempt, Path file) throws AttemptException, InterruptedException {
    ProbedFile made = ffmpeg.probe(attempt, file, _ -> FailureClassifier.corrupt());
    if (made.video().isEmpty()) {
      throw AttemptException.rejected(FailureClassifier.corrupt());
    }
    Stage.FINISH.report(attempt, 0);
    return made;
  }

  /**
   * Makes the poster and the BlurHash of it, and on the way decodes every keyframe of what was made.
   *
   * @param made what {@link #probe} found in the file
   * @param size of the picture in the file
   * @param more whether further variants are to be made
   */
  Product finish(
      Attempt attempt, MediaFacts facts, Path file, ProbedFile made, FrameSize size, boolean more)
      throws AttemptException, InterruptedException, IOException {
    Duration duration = VideoCheck.duration(made);
    String picture = "thumbnail=" + POSTER_CANDIDATES + "," + ColorFilters.toJpeg(made.video().orElseThrow());
    List<String> options =
        new ArrayList<>(List.of(
            "-filter_complex",
            "[0:V:0]" + picture + ",split[poster][tiny_];[tiny_]" + TinyPicture.filter() + "[tiny]",
            "-map", "[poster]", "-frames:v", "1", "-q:v", "3", "-update", "1", "-flags:v", "+bitexact",
            "-f", "image2", POSTER));
    options.addAll(List.of("-map", "[tiny]"));
    options.addAll(TinyPicture.output());
    options.addAll(List.of("-map", "0:V:0", "-f", "null", "-"));
    RunOutcome.Ended end =
        ffmpeg.run(attempt, file, List.of("-skip_frame", "nokey"), options, FfmpegSteps.NO_PROGRESS);
    Path poster = attempt.folder().resolve(POSTER);
    if (end instanceof RunOutcome.Failed || !Files.exists(poster)) {
      log.debug("media {}: no poster: {}", attempt.media().id(), end.log());
      throw AttemptException.rejected(FailureClassifier.corrupt());
    }
    Stage.FINISH.report(attempt, 1);
    return new Product(
        facts.withBlurHash(TinyPicture.blurHash(attempt.folder(), size.width(), size.height())),
        List.of(
            mp4(file, duration, size),
            new Output(poster, POSTER, "image/jpeg", size.width(), size.height(), 0)),
        more);
  }

  /** A made MP4 as it is published. */
  static Output mp4(Path file, Duration duration, FrameSize size) throws IOException {
    int bitRate = (int) Math.min(Integer.MAX_VALUE, Files.size(file) * 8_000 / Math.max(1, duration.toMillis()));
    return new Output(file, size.shortSide() + "p.mp4", "video/mp4", size.width(), size.height(), bitRate);
  }
}
