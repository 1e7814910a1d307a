package io.safelight.processing;

import io.safelight.ffmpeg.ProbedFile.Color;
import io.safelight.ffmpeg.ProbedFile.VideoStream;
import io.safelight.image.HeifColor;
import io.safelight.media.PictureSize;
import io.safelight.media.PictureSize.Fitted;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * ffmpeg's filters that bring a picture to the colours every screen shows, ITU-R BT.709 in limited range. A picture that does
 * not say what its colours are is read as players read it. Everything made bears these colours in its tags, so that it also
 * looks the same at every size: players guess those of untagged pictures by their height.
 */
final class ColorFilters {
  /** Of SMPTE ST 2084 (PQ) and ARIB STD-B67 (HLG), as ffmpeg names them. */
  private static final Set<String> HDR_TRANSFERS = Set.of("smpte2084", "arib-std-b67");

  /** Primaries that lie visibly outside of those of BT.709. Those of standard definition hardly differ from it. */
  private static final Set<String> WIDE_PRIMARIES = Set.of("bt2020", "smpte428", "smpte431", "smpte432", "film", "bt470m");

  private static final Set<String> MATRICES =
      Set.of("bt709", "fcc", "bt470bg", "smpte170m", "smpte240m", "bt2020nc", "gbr");

  /** What cannot be told apart from BT.709 by eye, and may be published as it is. */
  private static final Set<String> USUAL_MATRICES = Set.of("", "bt709", "bt470bg", "smpte170m");

  /** Players take an untagged picture below this height for one of standard definition. */
  private static final int HIGH_DEFINITION = 720;

  /** ITU-R BT.2408: diffuse white, in candela per square metre; 1.0 of linear light. */
  private static final int DIFFUSE_WHITE = 203;

  /** Brightest light that keeps its differences, as mastering displays and HLG have it: 1,000 candela, in diffuse whites. */
  private static final String PEAK = "4.926";

  /** Light of up to 0.3 keeps its brightness, diffuse white comes out at 85 %, the peak at 100 %. */
  private static final String TONE_CURVE = "tonemap=mobius:peak=" + PEAK + ":desat=0";

  private static final String BT709 = "p=bt709:t=bt709:m=bt709:r=tv";

  private static final String SRGB = "p=bt709:t=iec61966-2-1:m=gbr:r=pc";

  /** ITU-T H.273, tables 2 to 4. */
  private static final Map<Integer, String> MATRIX_NUMBERS =
      Map.of(0, "gbr", 1, "bt709", 4, "fcc", 5, "bt470bg", 6, "smpte170m", 7, "smpte240m", 9, "bt2020nc");

  private static final Map<Integer, String> WIDE_PRIMARY_NUMBERS =
      Map.of(4, "bt470m", 8, "film", 9, "bt2020", 10, "smpte428", 11, "smpte431", 12, "smpte432");

  private static final Map<Integer, String> HDR_TRANSFER_NUMBERS = Map.of(16, "smpte2084", 18, "arib-std-b67");

  private ColorFilters() {}

  /** Whether the picture is meant for a brighter screen than an 8-bit copy of it can serve. */
  static boolean isHdr(Color color) {
    return HDR_TRANSFERS.contains(color.transfer());
  }

  /** Whether every screen shows these colours as they are. */
  static boolean areUsual(Color color) {
    return !isHdr(color)
        && !color.range().equals("pc")
        && !WIDE_PRIMARIES.contains(color.primaries())
        && USUAL_MATRICES.contains(color.matrix());
  }

  /** Filters that make BT.709 of a video, 4:2:0 in 8 bits. They are best put behind a filter that makes it smaller. */
  static List<String> toBt709(VideoStream stream) {
    Color color = stream.color();
    boolean rgb = isRgb(stream);
    String matrix = rgb ? "gbr" : matrix(color, stream.height());
    String range = rgb || isFullRange(stream) ? "pc" : "tv";
    if (isHdr(color)) {
      return hdr(matrix, range, color);
    }
    boolean wide = WIDE_PRIMARIES.contains(color.primaries());
    if (!wide && matrix.equals("bt709") && range.equals("tv")) {
      return List.of("format=yuv420p", tags());
    }
    String input = "min=" + matrix + ":tin=bt709:pin=" + (wide ? color.primaries() : "bt709") + ":rin=" + range;
    String filter = "zscale=" + input + ":" + BT709;
    return rgb
        ? List.of("format=gbrp", filter, "format=yuv420p", tags())
        : List.of(filter, "format=yuv420p", tags());
  }

  /** The same for an RGB picture on square pixels, as GIF has them. */
  static List<String> rgbToBt709() {
    return List.of("format=gbrp", "zscale=min=gbr:tin=bt709:pin=bt709:rin=pc:" + BT709, "format=yuv420p", tags());
  }

  /** A filter that makes what JPEG takes of a video: BT.601 in full range (JFIF 1.02). */
  static String toJpeg(VideoStream stream) {
    String matrix = matrix(stream.color(), stream.height());
    String range = isFullRange(stream) ? "pc" : "tv";
    return "zscale=min=" + matrix + ":rin=" + range + ":m=smpte170m:r=pc,format=yuvj420p";
  }

  /** The same of a picture that {@link #toBt709} has made. */
  static String bt709ToJpeg() {
    return "zscale=min=bt709:rin=tv:m=smpte170m:r=pc,format=yuvj420p";
  }

  /** A filter that names the colours of a picture by ITU-T H.273, in a form to which others can be appended. */
  static String named(HeifColor color) {
    String matrix = MATRIX_NUMBERS.get(color.matrix());
    String named = matrix == null ? "" : "colorspace=" + matrix + ":";
    return "setparams=" + named + "range=" + (color.fullRange() ? "pc" : "tv") + ",";
  }

  /**
   * Filters that make sRGB of a still image, likewise.
   *
   * @param width of the image; one that is HDR is made as small as the largest size of a picture first, as linear light takes much
   *     memory
   */
  static String toSrgb(HeifColor color, int width, int height) {
    String primaries = color.primaries() == 1 ? "bt709" : WIDE_PRIMARY_NUMBERS.get(color.primaries());
    String transfer = HDR_TRANSFER_NUMBERS.get(color.transfer());
    if (transfer == null && (primaries == null || primaries.equals("bt709"))) {
      return named(color) + "format=gbrp,";
    }
    String wide = primaries == null ? "bt2020" : primaries;
    String matrix = MATRIX_NUMBERS.getOrDefault(color.matrix(), wide.equals("bt2020") ? "bt2020nc" : "smpte170m");
    String range = color.fullRange() ? "pc" : "tv";
    String input = "min=" + matrix + ":pin=" + wide + ":rin=" + range;
    if (transfer != null) {
      Fitted size = PictureSize.LARGE.of(width, height);
      return "scale=" + size.width() + ":" + size.height() + ":flags=area,zscale=" + input + ":tin=" + transfer
          + ":m=gbr:p=bt709:t=linear:npl=" + DIFFUSE_WHITE + ",format=gbrpf32le," + TONE_CURVE + ",zscale=" + SRGB + ":d=ordered,format=gbrp,";
    }
    return "zscale=" + input + ":tin=iec61966-2-1:" + SRGB + ",format=gbrp,";
  }

  /**
   * Through linear light, in which the brightness above that of white paper is squeezed below the brightest white.
   *
   * @param matrix of the input; {@code range} likewise
   */
  private static List<String> hdr(String matrix, String range, Color color) {
    String primaries = WIDE_PRIMARIES.contains(color.primaries()) ? color.primaries() : "bt2020";
    String named = color.matrix().isEmpty() && !matrix.equals("gbr") ? "bt2020nc" : matrix;
    return List.of(
        "zscale=min=" + named + ":tin=" + color.transfer() + ":pin=" + primaries + ":rin=" + range
            + ":m=gbr:p=bt709:t=linear:npl=" + DIFFUSE_WHITE,
        "format=gbrpf32le",
        TONE_CURVE,
        "zscale=" + BT709 + ":d=ordered",
        "format=yuv420p",
        "sidedata=mode=delete",
        tags());
  }

  private static String tags() {
    return "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv";
  }

  private static String matrix(Color color, int height) {
    if (MATRICES.contains(color.matrix())) {
      return color.matrix();
    }
    if (color.primaries().equals("bt2020")) {
      return "bt2020nc";
    }
    return height >= HIGH_DEFINITION ? "bt709" : "smpte170m";
  }

  private static boolean isFullRange(VideoStream stream) {
    return stream.color().range().equals("pc") || stream.pixelFormat().startsWith("yuvj");
  }

  private static boolean isRgb(VideoStream stream) {
    String format = stream.pixelFormat();
    return stream.color().matrix().equals("gbr")
        || format.startsWith("gbr")
        || format.startsWith("pal")
        || format.contains("rgb")
        || format.contains("bgr")
        || format.startsWith("bayer");
  }
}
