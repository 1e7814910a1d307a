package io.safelight.processing;

import io.safelight.ffmpeg.ProbedFile.VideoStream;

/** Width and height of a picture that is to be made, in pixels. */
record FrameSize(int width, int height) {

  /**
   * The largest size with the proportions of a video whose shorter side is at most so long; never larger than the video, and
   * with even sides, as 4:2:0 needs them.
   */
  FrameSize video(int maxShortSide) {
    double scale = Math.min(1, (double) maxShortSide / shortSide());
    return new FrameSize(even(width * scale), even(height * scale));
  }

  /** The largest size with the proportions of a video that fits into a square of this side, likewise. */
  FrameSize within(int side) {
    double scale = Math.min(1, (double) side / Math.max(width, height));
    return new FrameSize(even(width * scale), even(height * scale));
  }

  /** How a video looks when it is played: turned as its container says, on square pixels. */
  static FrameSize shown(VideoStream stream) {
    int width = scaled(stream.width(), stream.pixelAspectRatio());
    return stream.rotation() % 180 == 0 ? new FrameSize(width, stream.height()) : new FrameSize(stream.height(), width);
  }

  int shortSide() {
    return Math.min(width, height);
  }

  long pixels() {
    return (long) width * height;
  }

  private static int scaled(int side, double scale) {
    return Math.max(1, (int) Math.round(side * scale));
  }

  private static int even(double side) {
    return Math.max(2, 2 * (int) Math.round(side / 2));
  }
}
