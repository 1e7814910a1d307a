package io.safelight.processing;

import io.safelight.image.ImageHeader;
import java.time.Duration;

/** How a media will be processed. */
sealed interface Plan {

  /** What becomes of the sound. */
  enum Sound {
    NONE,
    COPY,
    ENCODE
  }

  /** The input is what players want already: its packets are copied into a clean file. */
  record VideoRemux(Content.Video video, Sound sound) implements Plan {}

  /**
   * The picture is decoded and encoded again.
   *
   * @param size of the picture that is made
   */
  record VideoTranscode(Content.Video video, FrameSize size, Sound sound) implements Plan {}

  /** An animated GIF becomes a silent video. */
  record GifToVideo(ImageHeader header, FrameSize size) implements Plan {}

  /** A picture becomes one of the largest size; smaller ones are made of that when somebody asks. */
  record StillImage(ImageHeader header) implements Plan {}

  /** A subtitle file becomes WebVTT. */
  record Subtitles(Content.Text text) implements Plan {}

  /** About how much CPU time it takes; an order of magnitude, from measurements at the default settings. */
  default Duration cost() {
    return switch (this) {
      case VideoRemux(var video, var sound) -> sound == Sound.ENCODE ? PlanCost.ofSound(video) : Duration.ZERO;
      case VideoTranscode(var video, _, _) -> PlanCost.ofTranscode(video);
      case GifToVideo _, StillImage _, Subtitles _ -> Duration.ZERO;
    };
  }
}
