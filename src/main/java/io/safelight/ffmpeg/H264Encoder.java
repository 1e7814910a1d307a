package io.safelight.ffmpeg;

/** The H.264 encoders that an ffmpeg may have been built with, the better one first. */
public enum H264Encoder {
  /** Part of a GPL build. */
  X264("libx264"),
  /** Part of an LGPL build. */
  OPEN_H264("libopenh264");

  private final String ffmpegName;

  H264Encoder(String ffmpegName) {
    this.ffmpegName = ffmpegName;
  }

  /** What ffmpeg calls it. */
  public String ffmpegName() {
    return ffmpegName;
  }
}
