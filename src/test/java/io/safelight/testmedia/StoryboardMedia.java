package io.safelight.testmedia;

import java.awt.Color;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Videos whose colour tells the time: it is another one every half second. */
public final class StoryboardMedia {
  private static final int FRAME_RATE = 10;

  private StoryboardMedia() {}

  /** The colour at a time in seconds. */
  public static Color color(double time) {
    int half = (int) Math.floor(time * 2);
    return new Color(20 + half * 90 % 200, 20 + half * 50 % 200, 220 - half * 70 % 200);
  }

  /** Seven and a half seconds of 320x180, to be encoded again. */
  public static Path colors() {
    return make("colors.mp4", 320, 180, 7.5, "-c:v", "mpeg4", "-pix_fmt", "yuv420p", "-q:v", "3");
  }

  /** Six seconds of 96x64, fit for copying, with so many frames from one keyframe to the next. */
  public static Path copiedColors(int framesBetween) {
    return make(
        "copied-colors.mp4", 96, 64, 6,
        "-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", Integer.toString(framesBetween),
        "-keyint_min", Integer.toString(Math.min(framesBetween, 250)), "-sc_threshold", "0");
  }

  /** Seven seconds of sound, of which only the first four have a picture. */
  public static Path colorsWithLongSound() {
    return make(
        "long-sound.mp4", 96, 64, 4,
        "-f", "lavfi", "-i", "sine=duration=7", "-map", "0:v", "-map", "1:a", "-c:v", "libx264", "-pix_fmt", "yuv420p",
        "-c:a", "aac");
  }

  /** The first frame after each whole second and a half, and nothing between. */
  public static Path colorsAtUnevenIntervals() {
    return make(
        "uneven-colors.mp4", 320, 180, 7.5,
        "-vf", "select='lt(n,3)+not(mod(n,15))'", "-fps_mode", "vfr", "-c:v", "mpeg4", "-pix_fmt", "yuv420p", "-q:v", "3");
  }

  /** The colour that {@link #colorsAtUnevenIntervals} shows at a time. */
  public static Color unevenColor(double time) {
    return color(Math.floor(time / 1.5) * 1.5);
  }

  private static Path make(String name, int width, int height, double seconds, String... options) {
    String half = "floor(T*2+0.001)";
    String picture =
        String.format(
            Locale.ROOT,
            "color=black:s=%dx%d:r=%d:d=%.1f,format=gbrp,geq=r='20+mod(%s*90,200)':g='20+mod(%s*50,200)':b='220-mod(%s*70,200)'",
            width, height, FRAME_RATE, seconds, half, half, half);
    List<String> all = new ArrayList<>(List.of("-f", "lavfi", "-i", picture));
    all.addAll(List.of(options));
    return GeneratedFiles.byFfmpeg(name, all);
  }
}
