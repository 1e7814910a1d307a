package io.safelight.processing;

import io.safelight.image.ImageHeader;
import io.safelight.media.PictureSize.Fitted;
import io.safelight.picture.PictureFormat;
import io.safelight.picture.ScaleFilter;
import io.safelight.picture.TinyPicture;

/** ffmpeg's filter graph for a still image. */
final class ImageFilters {
  /** The output that is the picture. */
  static final String PICTURE = "picture";

  /** The output that {@link TinyPicture} is made of. */
  static final String TINY = "tiny";

  private ImageFilters() {}

  /**
   * A graph with the picture and the tiny one as labelled outputs. The picture is turned when it is small already.
   *
   * @param size of the picture, upright
   */
  static String graph(ImageInput input, ImageHeader header, Fitted size, PictureFormat format) {
    boolean sideways = header.orientation() >= 5;
    String scaled = sideways ? ScaleFilter.to(size.height(), size.width()) : ScaleFilter.to(size.width(), size.height());
    return input.filters()
        + format.beforeScaling(header.hasAlpha())
        + scaled
        + ","
        + upright(header.orientation())
        + "split[large][small];[large]"
        + format.afterScaling(header.hasAlpha())
        + "["
        + PICTURE
        + "];[small]"
        + TinyPicture.filter()
        + "["
        + TINY
        + "]";
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
