package io.safelight.processing;

import io.safelight.ffmpeg.ProbedFile;
import io.safelight.ffmpeg.RunOutcome;
import io.safelight.media.MediaFacts;
import io.safelight.media.Variant;
import io.safelight.processing.Plan.Sound;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Makes the further sizes of a video that has been published already: one process decodes it once and encodes all of them, and the
 * sound once for all. Thread-safe.
 */
final class RestMaker {
  private final FfmpegSteps ffmpeg;
  private final LimitChecker limitChecker;
  private final Planner planner;
  private final PictureEncoder encoder;
  private final VideoFinisher finisher;

  RestMaker(
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

  /**
   * Makes what a video lacks.
   *
   * @throws AttemptException when nothing is to be published; the video itself is never blamed, as it was good enough once
   */
  Product make(Attempt attempt, Content.Video video) throws AttemptException, InterruptedException, IOException {
    MediaFacts facts = attempt.media().facts();
    if (facts == null) {
      throw AttemptException.fault("there is nothing to be completed");
    }
    List<Rung> rungs = planner.rungs(FrameSize.shown(video.stream()), first(attempt));
    if (!rungs.isEmpty()) {
      encode(attempt, video, rungs);
    }
    List<Output> outputs = new ArrayList<>();
    for (Rung rung : rungs) {
      outputs.add(checked(attempt, video, rung));
    }
    return new Product(facts, outputs, false);
  }

  private static FrameSize first(Attempt attempt) throws AttemptException {
    Variant first =
        attempt.made().stream()
            .filter(variant -> variant.contentType().equals("video/mp4"))
            .findFirst()
            .orElseThrow(() -> AttemptException.fault("the media has no video to be completed"));
    return new FrameSize(first.width(), first.height());
  }

  private void encode(Attempt attempt, Content.Video video, List<Rung> rungs)
      throws AttemptException, InterruptedException {
    Sound sound = Planner.sound(video);
    List<String> options = new ArrayList<>(List.of("-filter_complex", filters(video, rungs)));
    for (int stream = 0; stream < rungs.size(); stream++) {
      options.addAll(List.of("-map", "[v" + stream + "]"));
    }
    video.file().audio().ifPresent(audio -> options.addAll(List.of("-map", "0:" + audio.index())));
    options.addAll(encoder.rungs(rungs, video.frameRate(), sound != Sound.NONE));
    video.file().audio().ifPresent(audio -> options.addAll(VideoSettings.sound(sound, audio)));
    // The muxers behind tee want the codecs' headers apart, which it cannot ask for on their behalf.
    options.addAll(List.of("-flags:v", "+bitexact+global_header", "-flags:a", "+bitexact+global_header"));
    options.addAll(VideoSettings.anonymous());
    options.addAll(List.of("-t", VideoMaker.longest(limitChecker, attempt)));
    options.addAll(List.of("-f", "tee", files(rungs, sound)));
    RunOutcome.Ended end =
        ffmpeg.run(attempt, attempt.source(), VideoMaker.LENIENT, options, VideoMaker.progress(attempt, video, limitChecker));
    if (end instanceof RunOutcome.Failed failure) {
      throw AttemptException.fault("further sizes could not be made: " + failure.log());
    }
  }

  private String filters(Content.Video video, List<Rung> rungs) {
    List<String> before = new ArrayList<>(encoder.filters(video));
    before.add("split=" + rungs.size());
    List<String> colors = ColorFilters.toBt709(video.stream());
    StringBuilder graph = new StringBuilder("[0:V:0]").append(String.join(",", before));
    for (int stream = 0; stream < rungs.size(); stream++) {
      graph.append("[s").append(stream).append(']');
    }
    for (int stream = 0; stream < rungs.size(); stream++) {
      String scale = String.join(",", PictureEncoder.scale(rungs.get(stream).size(), colors));
      graph.append(String.format(Locale.ROOT, ";[s%d]%s[v%d]", stream, scale, stream));
    }
    return graph.toString();
  }

  /** What the tee muxer writes: each picture with the sound into a file of its own. */
  private static String files(List<Rung> rungs, Sound sound) {
    List<String> slaves = new ArrayList<>();
    for (int stream = 0; stream < rungs.size(); stream++) {
      String streams = "v:" + stream + (sound == Sound.NONE ? "" : ",a");
      slaves.add(
          "[select=\\'" + streams + "\\':f=mp4:movflags=+faststart:fflags=+bitexact]" + file(rungs.get(stream)));
    }
    return String.join("|", slaves);
  }

  private static String file(Rung rung) {
    return rung.name() + ".mp4";
  }

  /** A size is as long as the video that is there, or it is not published. */
  private Output checked(Attempt attempt, Content.Video video, Rung rung)
      throws AttemptException, InterruptedException, IOException {
    Path file = attempt.folder().resolve(file(rung));
    ProbedFile made = finisher.probe(attempt, file);
    if (VideoCheck.damage(video, made, false).isPresent()) {
      throw AttemptException.fault(file(rung) + " is not whole: " + made);
    }
    return VideoFinisher.mp4(file, VideoCheck.duration(made), rung.size());
  }
}
