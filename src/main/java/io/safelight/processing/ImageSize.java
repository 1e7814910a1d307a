package io.safelight.processing;

import io.safelight.image.ImageHeader;
import java.util.List;

/**
 * One of the sizes in which a picture is made, as posts name them (X media API: {@code thumb} is cropped to a square,
 * the others fit into one). None is larger than the picture.
 */
record ImageSize(String name, int width, int height) {
  private static final int THUMB = 150;
  private static final int SMALL = 680;
  private static final int MEDIUM = 1200;
  private static final int LARGE = 2048;

  /** The sizes of a picture, smallest first. */
  static List<ImageSize> of(ImageHeader header) {
    int thumb = Math.min(THUMB, Math.min(header.width(), header.height()));
    return List.of(
        new ImageSize("thumb", thumb, thumb),
        fit("small", header, SMALL),
        fit("medium", header, MEDIUM),
        fit("large", header, LARGE));
  }

  private static ImageSize fit(String name, ImageHeader header, int side) {
    FrameSize size = FrameSize.fit(header.displayWidth(), header.displayHeight(), side);
    return new ImageSize(name, size.width(), size.height());
  }
}
