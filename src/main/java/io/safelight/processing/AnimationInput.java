package io.safelight.processing;

import io.safelight.ffmpeg.JobFile;
import io.safelight.ffmpeg.RunOutcome;
import io.safelight.image.ImageHeader;
import io.safelight.image.WebpAnimation;
import io.safelight.image.WebpFrame;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An animation as ffmpeg reads it.
 *
 * @param options before the input
 * @param filters that make opaque pictures of its frames
 */
record AnimationInput(Path file, List<String> options, List<String> filters) {
  private static final Logger log = LoggerFactory.getLogger(AnimationInput.class);
  private static final int CHANNELS = 4;
  private static final String PIXELS = "frames.rgba";

  /** All but the frame in front, on white, as GIFs are shown. */
  private static final List<String> ON_WHITE =
      List.of(
          "select=gte(n\\,1)",
          "setpts=PTS-STARTPTS",
          "split[frame][copy];[copy]drawbox=c=white:replace=1:t=fill[white];[white][frame]overlay=format=gbrp");

  /** Its decoder makes transparent parts of a GIF white. */
  private static AnimationInput gif(Attempt attempt) {
    return new AnimationInput(attempt.source(), List.of("-f", "gif"), List.of());
  }

  /**
   * ffmpeg decodes the still pictures that an animated WebP consists of, but does not lay them on a canvas: an animated PNG of
   * the same frames makes it do that.
   */
  static AnimationInput of(Attempt attempt, ImageHeader header, FfmpegSteps ffmpeg)
      throws AttemptException, InterruptedException, IOException {
    if (header.contentType().equals("image/gif")) {
      return gif(attempt);
    }
    WebpAnimation animation =
        WebpAnimation.read(attempt.source())
            .orElseThrow(() -> AttemptException.rejected(FailureClassifier.corrupt()));
    Path stills = attempt.folder().resolve("frames.webp");
    WebpStills.write(animation.frames(), attempt.source(), stills);
    List<String> input = List.of("-f", "webp_pipe", "-xerror", "-err_detect", "explode");
    List<String> output =
        List.of(
            "-map", "0:v:0", "-noautoscale", "-fps_mode", "passthrough", "-vf", "format=rgba", "-f", "rawvideo", PIXELS);
    RunOutcome.Ended end = ffmpeg.run(attempt, stills, input, output, FfmpegSteps.NO_PROGRESS);
    if (end instanceof RunOutcome.Failed failure) {
      log.debug("media {}: {}", attempt.media().id(), failure.log());
      throw AttemptException.rejected(FailureClassifier.undecodable(failure));
    }
    Path pixels = attempt.folder().resolve(PIXELS);
    Path png = attempt.folder().resolve("animation.png");
    try (FileChannel channel = JobFile.open(attempt.folder(), pixels);
        InputStream in = new BufferedInputStream(Channels.newInputStream(channel), 1 << 16)) {
      if (channel.size() != bytes(animation)) {
        throw AttemptException.rejected(FailureClassifier.corrupt());
      }
      AnimatedPng.write(animation, in, png);
    }
    Files.delete(pixels);
    return new AnimationInput(png, List.of("-f", "apng"), ON_WHITE);
  }

  private static long bytes(WebpAnimation animation) {
    return animation.frames().stream().mapToLong(AnimationInput::bytes).sum();
  }

  private static long bytes(WebpFrame frame) {
    return (long) CHANNELS * frame.width() * frame.height();
  }
}
