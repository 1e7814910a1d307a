package io.safelight.processing;

import io.safelight.image.ImageHeader;
import io.safelight.media.PictureSize.Fitted;
import io.safelight.picture.PictureFormat;
import io.safelight.picture.TinyPicture;
import java.util.List;
import java.util.Locale;

/** ffmpeg's filter graph for the sizes of a picture. */
final class ImageFilters {
  private static final String SCALER = ":flags=lanczos+accurate_rnd+full_chroma_int";

  private ImageFilters() {}

  /** The output that {@link TinyPicture} is made of. */
  static final String TINY = "tiny";

  /**
   * A graph with one labelled output for each size, and the tiny picture.
   *
   * @param sizes smallest first, the smallest cropped, the others of the picture's proportions
   */
  static String cascade(ImageHeader header, List<Fitted> sizes, PictureFormat format) {
    StringBuilder graph = new StringBuilder("[0:v:0]").append(upright(header.orientation()));
    // Transparent pixels have colours of their own, which would bleed into their neighbours when scaled.
    String end =
        switch (format) {
          case JPEG -> "format=yuvj420p";
          case PNG -> header.hasAlpha() ? "unpremultiply=inplace=1,format=rgba" : "format=rgb24";
        };
    graph.append(
        switch (format) {
          case JPEG -> "format=yuvj444p,";
          case PNG -> header.hasAlpha() ? "format=gbrap,premultiply=inplace=1," : "format=gbrp,";
        });
    for (int i = sizes.size() - 1; i > 0; i--) {
      Fitted size = sizes.get(i);
      graph.append(String.format(
          Locale.ROOT,
          "scale=%d:%d%s,split[%s_][next%d];",
          size.width(), size.height(), SCALER, size.size().wireName(), i));
      graph.append(String.format(Locale.ROOT, "[%s_]%s[%s];", size.size().wireName(), end, size.size().wireName()));
      graph.append("[next" + i + "]");
    }
    Fitted thumb = sizes.getFirst();
    graph.append("split[thumb_][tiny_];[tiny_]" + TinyPicture.filter() + "[" + TINY + "];[thumb_]");
    return graph
        .append(
            String.format(
                Locale.ROOT,
                "scale=%d:%d:force_original_aspect_ratio=increase%s,crop=%d:%d,%s[%s]",
                thumb.width(), thumb.height(), SCALER, thumb.width(), thumb.height(), end, thumb.size().wireName()))
        .toString();
  }

  /** The turn that undoes an EXIF orientation (Exif 2.32, tag 0x0112). */
  private static String upright(int orientation) {
    return switch (orientation) {
      case 2 -> "hflip,";
      case 3 -> "hflip,vflip,";
      case 4 -> "vflip,";
      case 5 -> "transpose=cclock_flip,";
      case 6 -> "transpose=clock,";
      case 7 -> "transpose=clock_flip,";
      case 8 -> "transpose=cclock,";
      default -> "";
    };
  }
}
