package io.safelight.processing;

import io.safelight.ffmpeg.H264Encoder;
import io.safelight.ffmpeg.MediaTools;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** ffmpeg's options for a picture that is encoded anew: H.264 High, 4:2:0, square pixels, progressive. Immutable. */
final class PictureEncoder {
  /** Players seek to keyframes. */
  static final int KEYFRAME_SECONDS = 2;

  private final MediaTools tools;
  private final int maxFrameRate;

  PictureEncoder(MediaTools tools, int maxFrameRate) {
    this.tools = tools;
    this.maxFrameRate = maxFrameRate;
  }

  /**
   * The picture of a video. Its frames keep their times, even or not; a rate that is unknown is made an even one, as
   * nobody could say how high it is.
   *
   * @param reordered whether B-frames may be used; they make the file smaller, but the last frame of a video without
   *     sound and with uneven delays would lose its duration
   */
  List<String> video(Content.Video video, FrameSize size, boolean reordered) {
    return options(filters(video), size, ColorFilters.toBt709(video.stream()), video.frameRate(), reordered);
  }

  /**
   * The picture of an animation.
   *
   * @param filters that make opaque pictures of its frames
   */
  List<String> gif(List<String> filters, FrameSize size) {
    return options(filters, size, ColorFilters.rgbToBt709(), 0, false);
  }

  /** What is done to the picture of a video before it is scaled, as filters; often nothing. */
  List<String> filters(Content.Video video) {
    List<String> filters = new ArrayList<>();
    String fieldOrder = video.stream().fieldOrder();
    if (!fieldOrder.isEmpty() && !fieldOrder.equals("progressive")) {
      filters.add("bwdif=mode=send_frame");
    }
    if (video.frameRate() == 0) {
      filters.add("fps=" + maxFrameRate);
    }
    return filters;
  }

  /**
   * The filters that bring a picture to a size.
   *
   * @param colors those that make its colours what every screen shows
   */
  static List<String> scale(FrameSize size, List<String> colors) {
    List<String> filters =
        new ArrayList<>(
            List.of(String.format(Locale.ROOT, "scale=%d:%d:flags=bicubic", size.width(), size.height()), "setsar=1"));
    filters.addAll(colors);
    return filters;
  }

  /**
   * Pictures of one video in several sizes, in one output; their keyframes are those of {@link #video}, but for those that it has
   * beside them where the scene changes.
   *
   * @param reordered as in {@link #video}
   */
  List<String> rungs(List<Rung> rungs, double frameRate, boolean reordered) {
    List<String> options = new ArrayList<>(common(reordered));
    for (int stream = 0; stream < rungs.size(); stream++) {
      Rung rung = rungs.get(stream);
      options.addAll(sized(":v:" + stream, rung.size(), rung.maxBitRate(), frameRate));
    }
    if (tools.h264Encoder() == H264Encoder.X264) {
      options.addAll(List.of("-sc_threshold", "0"));
    }
    return options;
  }

  private List<String> options(
      List<String> filters, FrameSize size, List<String> colors, double frameRate, boolean reordered) {
    List<String> all = new ArrayList<>(filters);
    all.addAll(scale(size, colors));
    List<String> options = new ArrayList<>(List.of("-vf", String.join(",", all)));
    options.addAll(common(reordered));
    options.addAll(sized(":v", size, VideoSettings.maxBitRate(size, frameRate), frameRate));
    return options;
  }

  private List<String> common(boolean reordered) {
    H264Encoder encoder = tools.h264Encoder();
    List<String> options =
        new ArrayList<>(List.of("-fps_mode", "vfr", "-c:v", encoder.ffmpegName(), "-profile:v", "high"));
    options.addAll(
        switch (encoder) {
          case X264 -> List.of("-preset", "veryfast", "-crf", "23");
          case OPEN_H264 -> List.of("-rc_mode", "bitrate");
        });
    options.addAll(List.of("-force_key_frames", "expr:gte(t,n_forced*" + KEYFRAME_SECONDS + ")"));
    options.addAll(List.of("-flags:v", "+bitexact"));
    if (!reordered && encoder == H264Encoder.X264) {
      options.addAll(List.of("-bf", "0"));
    }
    return options;
  }

  /**
   * What depends on the size of a picture.
   *
   * @param stream specifier of the stream, such as {@code :v:1}
   */
  private List<String> sized(String stream, FrameSize size, long maxBitRate, double frameRate) {
    List<String> options =
        new ArrayList<>(
            List.of("-maxrate" + stream, Long.toString(maxBitRate), "-bufsize" + stream, Long.toString(2 * maxBitRate)));
    options.addAll(
        switch (tools.h264Encoder()) {
          case X264 -> List.of("-level" + stream, level(size, frameRate > 0 ? frameRate : maxFrameRate));
          // It has no constant quality: half of the cap serves most pictures well.
          case OPEN_H264 -> List.of("-b" + stream, Long.toString(maxBitRate / 2));
        });
    return options;
  }

  /**
   * The lowest level that holds the picture (ITU-T H.264, table A-1), rounded up to those that players know well. The
   * encoder's own choice goes by the clock of the input, which may be a thousand times a second.
   */
  static String level(FrameSize size, double frameRate) {
    long macroblocks = (size.width() + 15L) / 16 * ((size.height() + 15L) / 16);
    double perSecond = macroblocks * frameRate;
    if (macroblocks <= 3_600 && perSecond <= 108_000) {
      return "3.1";
    }
    if (macroblocks <= 8_192 && perSecond <= 245_760) {
      return "4.0";
    }
    if (macroblocks <= 8_704 && perSecond <= 522_240) {
      return "4.2";
    }
    return macroblocks <= 36_864 && perSecond <= 983_040 ? "5.1" : "5.2";
  }
}
