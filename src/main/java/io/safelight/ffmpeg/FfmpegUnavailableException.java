package io.safelight.ffmpeg;

/** There is no ffmpeg to work with. The message is a sentence for the person who runs the server. */
public final class FfmpegUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  FfmpegUnavailableException(String message) {
    super(message);
  }

  FfmpegUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
