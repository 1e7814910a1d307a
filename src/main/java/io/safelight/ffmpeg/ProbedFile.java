package io.safelight.ffmpeg;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What ffprobe found in a file.
 *
 * @param formatName ffmpeg's name of the demuxer, such as {@code mov,mp4,m4a,3gp,3g2,mj2}
 * @param duration of the container, or of the longest stream where the container has none; null when nothing says
 * @param video the first video stream that is not an attached picture
 * @param audio the audio stream that is used: of those that can be understood the first that the file marks as default,
 *     else the first
 */
public record ProbedFile(
    String formatName,
    @Nullable Duration duration,
    Optional<VideoStream> video,
    Optional<AudioStream> audio) {

  /**
   * The video stream that is used.
   *
   * @param known whether ffmpeg knows what the codec is
   * @param codec ffmpeg's name, such as {@code h264}; of a codec that is not known what the file calls it
   * @param profile as ffprobe prints it, such as {@code High}; empty when unknown
   * @param pixelFormat such as {@code yuv420p}; empty when the stream cannot be decoded
   * @param width coded pixels, before rotation
   * @param height coded pixels, before rotation
   * @param rotation degrees clockwise, 0, 90, 180 or 270
   * @param pixelAspectRatio width of a pixel divided by its height; 1 when unknown
   * @param frameRate average frames per second; 0 when unknown
   * @param frames number of frames, 0 when the container does not say
   * @param fieldOrder {@code progressive} or empty, else interlaced
   */
  public record VideoStream(
      boolean known,
      String codec,
      String profile,
      String pixelFormat,
      int width,
      int height,
      int rotation,
      double pixelAspectRatio,
      double frameRate,
      long frames,
      String fieldOrder,
      Color color,
      long bitRate,
      @Nullable Duration duration) {
    public int displayWidth() {
      return rotation % 180 == 0 ? width : height;
    }

    public int displayHeight() {
      return rotation % 180 == 0 ? height : width;
    }
  }

  /**
   * What the numbers of a picture mean, each in ffmpeg's words and empty when unknown (ITU-T H.273).
   *
   * @param range {@code tv} for limited or {@code pc} for full
   * @param matrix such as {@code bt709} or {@code gbr}
   * @param primaries such as {@code bt709} or {@code bt2020}
   * @param transfer such as {@code bt709} or {@code smpte2084}
   */
  public record Color(String range, String matrix, String primaries, String transfer) {}

  /**
   * The audio stream that is used.
   *
   * @param index of the stream in the file
   * @param known whether ffmpeg knows what the codec is
   * @param codec ffmpeg's name, such as {@code aac}; of a codec that is not known what the file calls it
   * @param profile such as {@code LC}; empty when unknown
   * @param frames number of packets, those included that an edit list leaves out; 0 when the container does not say
   */
  public record AudioStream(
      int index,
      boolean known,
      String codec,
      String profile,
      int channels,
      int sampleRate,
      long frames,
      @Nullable Duration duration) {}
}
