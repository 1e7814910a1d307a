package io.safelight.processing;

import io.safelight.ffmpeg.RunInput;
import io.safelight.ffmpeg.RunOutcome;
import io.safelight.processing.Plan.Sound;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Makes several sizes of a video: one process decodes it once and encodes all of them, and the sound once for all. The tee muxer
 * writes each picture to every file that it belongs in, encoded once. Thread-safe.
 */
final class LadderEncoder {
  /** One index at the front, and an edit list where decoding begins before time zero, so that picture and sound keep together. */
  private static final String FRAGMENTED =
      "f=mp4:movflags=+dash+global_sidx+frag_keyframe+delay_moov:use_editlist=1:fflags=+bitexact";

  private static final String WHOLE = "f=mp4:movflags=+faststart:fflags=+bitexact";

  private final FfmpegSteps ffmpeg;
  private final LimitChecker limitChecker;
  private final PictureEncoder encoder;

  LadderEncoder(FfmpegSteps ffmpeg, LimitChecker limitChecker, PictureEncoder encoder) {
    this.ffmpeg = ffmpeg;
    this.limitChecker = limitChecker;
    this.encoder = encoder;
  }

  /** An MP4 of this size, picture and sound. */
  static String file(FrameSize size) {
    return size.shortSide() + "p.mp4";
  }

  /** The picture alone, in fragments. */
  static String fragments(FrameSize size) {
    return "hls-" + file(size);
  }

  /**
   * Makes the files of all rungs.
   *
   * @param whole how many of them, from the first, become an MP4 of their own
   * @param fragmented whether all of them become fragments
   * @param storyboard which is made on the way
   */
  void encode(
      Attempt attempt,
      Content.Video video,
      List<Rung> rungs,
      int whole,
      boolean fragmented,
      Optional<Storyboard> storyboard)
      throws AttemptException, InterruptedException {
    Sound sound = Planner.sound(video);
    List<String> options = new ArrayList<>(List.of("-filter_complex", filters(video, rungs, storyboard)));
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
    options.addAll(List.of("-f", "tee", files(rungs, whole, fragmented, sound)));
    if (storyboard.isPresent()) {
      options.addAll(List.of("-map", "[storyboard]"));
      options.addAll(Storyboard.output());
    }
    RunOutcome.Ended end =
        ffmpeg.runLeniently(
            attempt, RunInput.of(attempt.source()), options, VideoMaker.progress(attempt, video, limitChecker));
    requireAll(end, "further sizes could not be made: ");
  }

  /**
   * Ends the attempt unless every file behind the tee muxer was written. When one cannot be, as on a full disk, it goes on with the
   * others, and the run ends well.
   */
  static void requireAll(RunOutcome.Ended end, String otherwise) throws AttemptException {
    boolean gaveUpOne = end.log().contains("Slave muxer #");
    if (gaveUpOne && Outages.isOutage(end.log())) {
      throw new AttemptException(new AttemptEnd.Outage(otherwise + end.log()));
    }
    if (gaveUpOne || end instanceof RunOutcome.Failed) {
      throw AttemptException.fault(otherwise + end.log());
    }
  }

  private String filters(Content.Video video, List<Rung> rungs, Optional<Storyboard> storyboard) {
    List<String> before = new ArrayList<>(encoder.filters(video));
    before.add("split=" + (rungs.size() + (storyboard.isPresent() ? 1 : 0)));
    List<String> colors = ColorFilters.toBt709(video.stream());
    StringBuilder graph = new StringBuilder("[0:V:0]").append(String.join(",", before));
    for (int stream = 0; stream < rungs.size(); stream++) {
      graph.append("[s").append(stream).append(']');
    }
    storyboard.ifPresent(
        pictures -> graph.append("[frames];[frames]").append(pictures.filters(colors)).append("[storyboard]"));
    for (int stream = 0; stream < rungs.size(); stream++) {
      String scale = String.join(",", PictureEncoder.scale(rungs.get(stream).size(), colors));
      graph.append(String.format(Locale.ROOT, ";[s%d]%s[v%d]", stream, scale, stream));
    }
    return graph.toString();
  }

  private static String files(List<Rung> rungs, int whole, boolean fragmented, Sound sound) {
    List<String> files = new ArrayList<>();
    for (int stream = 0; stream < rungs.size(); stream++) {
      FrameSize size = rungs.get(stream).size();
      if (stream < whole) {
        files.add(slave("v:" + stream + (sound == Sound.NONE ? "" : ",a"), WHOLE, file(size)));
      }
      if (fragmented) {
        files.add(slave("v:" + stream, FRAGMENTED, fragments(size)));
      }
    }
    return String.join("|", files);
  }

  /** A file behind the tee muxer. */
  static String slave(String streams, String options, String file) {
    return "[select=\\'" + streams + "\\':" + options + "]" + file;
  }
}
