package io.safelight.processing;

import io.safelight.image.HeifColor;
import io.safelight.image.HeifCrop;
import io.safelight.image.HeifImage;
import io.safelight.image.HeifItem;
import java.util.Locale;

/** ffmpeg's filters that make one RGB picture of the tiles of a HEIF file, and of its opacity. */
final class HeifFilters {
  private static final String COLOR = "[0:v:0]";
  private static final String OPACITY = "[0:v:1]";

  private HeifFilters() {}

  static String graph(HeifImage image) {
    String picture = COLOR + assembled(image) + colors(image);
    if (image.alpha().isEmpty()) {
      return picture;
    }
    // The brightness is the opacity as it is, whatever the range that a decoder reports.
    String opacity = OPACITY + size(image) + "setparams=range=pc,format=gray[opacity];";
    return opacity + picture + "null[color];[color][opacity]alphamerge,";
  }

  /** What a tile has beyond its declared size is cut off before memory is taken for all of them. */
  private static String assembled(HeifImage image) {
    HeifItem tile = image.tiles().getFirst();
    if (image.tiles().size() == 1) {
      return size(image);
    }
    return String.format(
        Locale.ROOT, "crop=%d:%d:0:0:exact=1,tile=%dx%d,%s", tile.width(), tile.height(), image.columns(), image.rows(),
        size(image));
  }

  private static String size(HeifImage image) {
    HeifCrop crop = image.crop();
    return String.format(
        Locale.ROOT, "crop=%d:%d:%d:%d:exact=1,", crop.width(), crop.height(), crop.left(), crop.top());
  }

  /** A profile describes the primaries of the pixels and stays with them; without one the colours become those of sRGB. */
  private static String colors(HeifImage image) {
    if (image.color().isEmpty()) {
      return "format=gbrp,";
    }
    HeifColor color = image.color().get();
    return image.profile().isPresent()
        ? ColorFilters.named(color) + "format=gbrp,"
        : ColorFilters.toSrgb(color, image.crop().width(), image.crop().height());
  }
}
