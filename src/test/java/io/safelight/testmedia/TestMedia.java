package io.safelight.testmedia;

import io.safelight.ffmpeg.BundledMediaTools;
import io.safelight.ffmpeg.FfmpegInstallation;
import io.safelight.ffmpeg.MediaTools;
import io.safelight.ffmpeg.Sandbox;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Media of every kind that tests need. Each method returns a file that must not be changed: it is shared between tests and
 * kept between runs. The first call for a file takes up to some seconds.
 */
public final class TestMedia {
  private static final List<String> H264 = List.of("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p");
  private static final List<String> AAC = List.of("-c:a", "aac", "-b:a", "64k");

  private TestMedia() {}

  /** The bundled ffmpeg, unpacked below {@code target}. */
  public static FfmpegInstallation installation() {
    return GeneratedFiles.installation();
  }

  /** What works on this machine. */
  public static Sandbox sandbox() {
    return GeneratedFiles.sandbox();
  }

  /** Media tools with the default limit of pixels. */
  public static MediaTools tools() {
    return new BundledMediaTools(installation(), sandbox(), 60_000_000);
  }

  /** Media tools that end a run which got no further for a second of processor time. */
  public static MediaTools impatientTools() {
    return new BundledMediaTools(installation(), GeneratedFiles.sandbox(Map.of("sandbox.standstill", "1s")), 60_000_000);
  }

  /** Three seconds of 640x360 at 30 frames per second, H.264 and AAC, with the index in front. */
  public static Path mp4() {
    return mp4(3, 640, 360, 30);
  }

  /** H.264 and AAC with the index in front, as phones and editors make it. */
  public static Path mp4(double seconds, int width, int height, int framesPerSecond) {
    return movie(
        "%.1fs-%dx%d-%d.mp4".formatted(seconds, width, height, framesPerSecond),
        seconds, width, height, framesPerSecond,
        concat(H264, AAC, List.of("-movflags", "+faststart")));
  }

  /** Ten seconds of 1920x1080 in MPEG-4 part 2, which have to be encoded again. */
  public static Path mp4FullHd() {
    return movie("full-hd.mp4", 10, 1920, 1080, 30, concat(List.of("-c:v", "mpeg4", "-q:v", "5"), AAC));
  }

  /** Minutes of picture in a file of few bytes: it takes seconds to process, but not to make. */
  public static Path longMp4(int seconds) {
    return movie("long-%ds.mp4".formatted(seconds), seconds, 320, 180, 10, concat(H264, AAC));
  }

  /** The index is at the end, so that nothing can be known before the last byte came. */
  public static Path mp4IndexAtEnd() {
    return movie("index-at-end.mp4", 3, 640, 360, 30, concat(H264, AAC));
  }

  public static Path mp4Fragmented() {
    return movie(
        "fragmented.mp4", 3, 640, 360, 30, concat(H264, AAC, List.of("-movflags", "+frag_keyframe+empty_moov")));
  }

  /** Stored 640x360, to be shown turned by 90 degrees clockwise, that is upright. */
  public static Path mp4Rotated() {
    return GeneratedFiles.byFfmpeg(
        "rotated.mp4", List.of("-display_rotation", "-90", "-i", mp4().toString(), "-c", "copy"));
  }

  public static Path mp4WithoutAudio() {
    return GeneratedFiles.byFfmpeg("silent.mp4", List.of("-i", mp4().toString(), "-an", "-c", "copy"));
  }

  /** MPEG-4 sound and no picture. */
  public static Path audioOnly() {
    return GeneratedFiles.byFfmpeg("audio.m4a", concat(List.of("-f", "lavfi", "-i", "sine=duration=3"), AAC));
  }

  public static Path mp3() {
    return GeneratedFiles.byFfmpeg(
        "audio.mp3", List.of("-f", "lavfi", "-i", "sine=duration=3", "-c:a", "libmp3lame"));
  }

  public static Path hevcMp4() {
    return movie(
        "hevc.mp4", 2, 640, 360, 30,
        concat(List.of("-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none"), AAC));
  }

  public static Path mov() {
    return movie("movie.mov", 3, 640, 360, 30, concat(H264, AAC));
  }

  public static Path mkv() {
    return movie("movie.mkv", 3, 640, 360, 30, concat(H264, AAC));
  }

  /** VP9 and Opus. */
  public static Path webm() {
    return movie(
        "movie.webm", 2, 320, 180, 15,
        List.of("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libopus"));
  }

  public static Path mpegTs() {
    return movie("movie.ts", 3, 640, 360, 30, concat(H264, AAC));
  }

  /** MPEG-4 part 2 and MP3. */
  public static Path avi() {
    return movie("movie.avi", 3, 640, 360, 30, List.of("-c:v", "mpeg4", "-c:a", "libmp3lame"));
  }

  /** H.264 with a clock of 600 ticks a second, and an empty chunk for each tick without a frame. */
  public static Path aviWithEmptyChunks() {
    return GeneratedFiles.byFfmpeg("empty-chunks.avi", List.of("-i", mp4().toString(), "-c", "copy"));
  }

  /** Sound that ends after a second under a picture of three, as editors leave behind. */
  public static Path mp4WithShortAudio() {
    return GeneratedFiles.byFfmpeg(
        "short-audio.mp4",
        concat(
            List.of("-f", "lavfi", "-i", picture(3, 640, 360, 30), "-f", "lavfi", "-i", "sine=duration=1"), H264, AAC));
  }

  /** Frames at uneven intervals: all of the first second, every tenth of the rest. */
  public static Path mp4VariableFrameRate() {
    return GeneratedFiles.byFfmpeg(
        "variable.mp4",
        concat(
            List.of("-f", "lavfi", "-i", picture(3, 640, 360, 30)),
            List.of("-vf", "select='lt(t,1)+not(mod(n,10))'", "-fps_mode", "vfr"),
            H264));
  }

  /** Pixels twice as wide as high. */
  public static Path mp4WidePixels() {
    return GeneratedFiles.byFfmpeg(
        "wide-pixels.mp4",
        concat(List.of("-f", "lavfi", "-i", picture(2, 320, 360, 30), "-vf", "setsar=2/1"), H264));
  }

  /** More than 512 frames between two key frames. */
  public static Path mp4LongGroup() {
    return movie(
        "long-group.mp4", 20, 640, 360, 30,
        concat(H264, AAC, List.of("-g", "1000", "-keyint_min", "1000", "-sc_threshold", "0")));
  }

  /** Frames in the order of display before a key frame that need it and the group before. */
  public static Path mp4OpenGroups() {
    return movie(
        "open-groups.mp4", 3, 640, 360, 30,
        concat(H264, AAC, List.of("-g", "30", "-bf", "2", "-x264-params", "open-gop=1:scenecut=0")));
  }

  public static Path mp4Interlaced() {
    return GeneratedFiles.byFfmpeg(
        "interlaced.mp4",
        concat(
            List.of("-f", "lavfi", "-i", picture(2, 640, 360, 50), "-vf", "interlace", "-flags", "+ildct+ilme"), H264));
  }

  /** A song's file with a cover: its first video stream is a picture. */
  public static Path mp4WithCover() {
    return GeneratedFiles.byFfmpeg(
        "cover.mp4",
        List.of(
            "-i", mp4().toString(), "-i", jpeg(200, 200).toString(),
            "-map", "1:v", "-map", "0:v", "-map", "0:a", "-c", "copy", "-disposition:v:0", "attached_pic"));
  }

  /** Twenty frames in two seconds. */
  public static Path gifAnimated() {
    return gif(20, 320, 180);
  }

  public static Path gif(int frames, int width, int height) {
    return GeneratedFiles.byFfmpeg(
        "%d-frames-%dx%d.gif".formatted(frames, width, height),
        List.of("-f", "lavfi", "-i", picture(1 + frames / 10, width, height, 10), "-frames:v", "" + frames));
  }

  public static Path gifStill() {
    return gif(1, 320, 180);
  }

  public static Path jpeg() {
    return jpeg(1200, 800);
  }

  public static Path jpeg(int width, int height) {
    return still("%dx%d.jpg".formatted(width, height), width, height, List.of());
  }

  /** A JPEG whose EXIF data say how to turn it and where it was taken. */
  public static Path jpegWithExif(int orientation) {
    return GeneratedFiles.derived(
        "orientation-%d.jpg".formatted(orientation), jpeg(), bytes -> ExifBytes.insertInto(bytes, orientation));
  }

  public static Path png() {
    return still("still.png", 640, 480, List.of("-pix_fmt", "rgb24"));
  }

  /** Its left half is transparent. */
  public static Path pngWithAlpha() {
    return still(
        "alpha.png", 640, 480, List.of("-vf", "format=rgba,geq=r='r(X,Y)':a='if(lt(X,W/2),0,255)'", "-pix_fmt", "rgba"));
  }

  public static Path pngAnimated() {
    return GeneratedFiles.byFfmpeg(
        "animated.png", List.of("-f", "lavfi", "-i", picture(1, 320, 180, 10), "-f", "apng", "-plays", "0"));
  }

  public static Path webp() {
    return still("still.webp", 640, 480, List.of());
  }

  public static Path webpLosslessWithAlpha() {
    return still("alpha.webp", 640, 480, List.of("-vf", "format=rgba,colorchannelmixer=aa=0.5", "-lossless", "1"));
  }

  public static Path webpAnimated() {
    return GeneratedFiles.byFfmpeg(
        "animated.webp", List.of("-f", "lavfi", "-i", picture(1, 320, 180, 10), "-c:v", "libwebp_anim", "-loop", "0"));
  }

  private static Path movie(
      String name, double seconds, int width, int height, int framesPerSecond, List<String> options) {
    return GeneratedFiles.byFfmpeg(
        name,
        concat(
            List.of(
                "-f", "lavfi", "-i", picture(seconds, width, height, framesPerSecond),
                "-f", "lavfi", "-i", "sine=frequency=440:duration=" + seconds),
            options));
  }

  private static Path still(String name, int width, int height, List<String> options) {
    return GeneratedFiles.byFfmpeg(
        name,
        concat(List.of("-f", "lavfi", "-i", picture(1, width, height, 1)), options, List.of("-frames:v", "1")));
  }

  private static String picture(double seconds, int width, int height, int framesPerSecond) {
    return "testsrc2=size=%dx%d:rate=%d:duration=%s".formatted(width, height, framesPerSecond, seconds);
  }

  private static List<String> concat(List<String> first, List<String> second) {
    return concat(first, second, List.of());
  }

  private static List<String> concat(List<String> first, List<String> second, List<String> third) {
    return Stream.of(first, second, third).flatMap(List::stream).toList();
  }
}
