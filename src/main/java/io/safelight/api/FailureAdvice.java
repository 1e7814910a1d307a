package io.safelight.api;

import io.safelight.media.FailureReason;
import java.util.Optional;

/**
 * What the page of the API says of a reason for which media fail, with the limits as they are by default.
 *
 * @param happened what was found
 * @param remedy what its sender does about it
 * @param command one line that makes a file of the usual kind acceptable, where there is one
 */
record FailureAdvice(String happened, String remedy, Optional<String> command) {
  static FailureAdvice of(FailureReason reason) {
    return switch (reason) {
      case UNREADABLE ->
          advice("nothing in it is an image or a video", "check that it is the file you meant");
      case TRUNCATED ->
          advice(
              "it ends before its own header says, or lacks the index at its end",
              "upload the whole file; what is there of it becomes a file of its own with",
              "ffmpeg -i in.mp4 -c copy out.mp4");
      case CORRUPT ->
          advice(
              "parts of it cannot be decoded",
              "export it again; with its damaged parts it can be kept with",
              "ffmpeg -i in.mp4 out.mp4");
      case WRONG_KIND ->
          advice(
              "it is of another kind than the `media_category` of INIT",
              "name the category of what it is, or none; an animation becomes a video with",
              "ffmpeg -i in.gif out.mp4");
      case NO_VIDEO_STREAM ->
          advice(
              "it has sound or data only",
              "send a video; sound gets a black picture with",
              "ffmpeg -i in.m4a -f lavfi -i color=size=640x360 -shortest out.mp4");
      case INVALID_SUBTITLES ->
          advice(
              "a line, whose number is in `actual`, is neither SRT nor WebVTT in UTF-8",
              "correct the line; subtitles of another format are converted with",
              "ffmpeg -i in.ass out.srt");
      case UNSUPPORTED_FORMAT ->
          advice("it is an image of a format, or of a kind of it, that is not read here", "save it as JPEG or PNG");
      case UNSUPPORTED_CODEC ->
          advice(
              "its picture or sound, see `property`, has a codec that cannot be decoded here",
              "export it as H.264 with AAC; a sound that cannot be decoded is left out with",
              "ffmpeg -i in.mkv -an -c:v copy out.mp4");
      case FILE_TOO_LARGE ->
          advice(
              "it has more bytes than a file of its kind may have",
              "lower its bit rate, with",
              "ffmpeg -i in.mp4 -crf 28 -maxrate 4M -bufsize 8M out.mp4");
      case DURATION_TOO_SHORT ->
          advice(
              "it lasts less than `limits.video-min-duration`",
              "let the last picture stand, with",
              "ffmpeg -i in.mp4 -vf tpad=stop_mode=clone:stop_duration=1 out.mp4");
      case DURATION_TOO_LONG ->
          advice(
              "it lasts longer than `limits.video-max-duration`, or without a `media_category` than"
                  + " `limits.sync-video-max-duration`",
              "name a category, or cut it, with",
              "ffmpeg -i in.mp4 -t 140 -c copy out.mp4");
      case DIMENSIONS_TOO_SMALL ->
          advice(
              "a side is shorter than `limits.video-min-side`",
              "make it larger, with",
              "ffmpeg -i in.mp4 -vf scale=64:64:force_original_aspect_ratio=increase:force_divisible_by=2 out.mp4");
      case DIMENSIONS_TOO_LARGE ->
          advice(
              "a side is longer than `limits.video-max-long-side`, `limits.video-max-short-side`, or what a GIF may have",
              "make it smaller, with",
              "ffmpeg -i in.mp4 -vf scale=1280:1080:force_original_aspect_ratio=decrease:force_divisible_by=2 out.mp4");
      case ASPECT_RATIO_OUT_OF_RANGE ->
          advice(
              "one side is more than `limits.video-max-aspect` times the other",
              "put bars beside it, with",
              "ffmpeg -i in.mp4 -vf \"pad=w='max(iw,ih/2.9)':h='max(ih,iw/2.9)':x=-1:y=-1\" out.mp4");
      case FRAME_RATE_TOO_HIGH ->
          advice(
              "it has more frames a second than `limits.video-max-frame-rate`",
              "leave out frames, with",
              "ffmpeg -i in.mp4 -r 60 out.mp4");
      case TOO_MANY_FRAMES ->
          advice(
              "a GIF has more frames than `limits.gif-frames`",
              "upload it as a video, made with",
              "ffmpeg -i in.gif out.mp4");
      case TOO_MANY_PIXELS ->
          advice(
              "an image, or all frames of a GIF, have more pixels than `limits.image-pixels` or `limits.gif-pixels`",
              "make it smaller, with",
              "ffmpeg -i in.png -vf scale=4096:4096:force_original_aspect_ratio=decrease out.jpg");
      case TOO_DEMANDING ->
          advice(
              "it takes more memory than one file may, makes a larger file, or has metadata that unpack to too much",
              "make it smaller or shorter; an image loses its metadata with",
              "ffmpeg -i in.png -map_metadata -1 out.png");
      case TIMED_OUT ->
          advice(
              "processing did not end in its time, however often it was tried",
              "upload it again when the server is less busy; if that fails too, make it shorter or smaller");
      case INTERNAL ->
          advice("something went wrong in the server", "upload it again; if that fails too, tell the operator");
    };
  }

  private static FailureAdvice advice(String happened, String remedy) {
    return new FailureAdvice(happened, remedy, Optional.empty());
  }

  private static FailureAdvice advice(String happened, String remedy, String command) {
    return new FailureAdvice(happened, remedy, Optional.of(command));
  }
}
