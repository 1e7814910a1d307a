package io.safelight.image;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What has been learned about an image on the walk through its file. */
final class ImageFacts {
  private long width;
  private long height;
  private int orientation = 1;
  private int frames = 1;
  private boolean alpha;
  private long metadataBytes;
  private @Nullable ImageType type;

  void size(long newWidth, long newHeight) {
    width = newWidth;
    height = newHeight;
  }

  boolean hasSize() {
    return width > 0 && height > 0;
  }

  void orientation(int newOrientation) {
    orientation = newOrientation;
  }

  void frames(long newFrames) {
    frames = Math.clamp(newFrames, 1, Integer.MAX_VALUE);
  }

  /** More metadata, of so many bytes when they are unpacked. */
  void metadata(long unpackedBytes) {
    metadataBytes += unpackedBytes;
  }

  long metadataBytes() {
    return metadataBytes;
  }

  void alpha() {
    alpha = true;
  }

  /** For a file whose first bytes do not tell all of it. */
  void type(ImageType found) {
    type = found;
  }

  /** Empty while the size is not known, or is one that no decoder takes. */
  Optional<ImageHeader> header(ImageType head, boolean truncated) {
    if (!hasSize() || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
      return Optional.empty();
    }
    return Optional.of(
        new ImageHeader(
            (type == null ? head : type).contentType(), (int) width, (int) height, orientation, frames, alpha,
            metadataBytes, truncated));
  }
}
