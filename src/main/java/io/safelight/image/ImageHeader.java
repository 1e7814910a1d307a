package io.safelight.image;

/**
 * What the header of an image says, read without decoding a pixel.
 *
 * @param contentType MIME type by content, one of those of {@link ImageType}
 * @param width stored pixels, before orientation
 * @param height stored pixels, before orientation
 * @param orientation EXIF orientation 1 to 8; 1 when the file has none
 * @param frames 1 for a still image; counted up to {@link #MOST_FRAMES} + 1, which stands for any greater number
 * @param hasAlpha whether some pixels may be transparent
 * @param metadataBytes that compressed metadata unpack to in a decoder; counted up to a little more than {@link
 *     #MOST_METADATA_BYTES}
 * @param truncated whether the file ends before its own structure does
 */
public record ImageHeader(
    String contentType,
    int width,
    int height,
    int orientation,
    int frames,
    boolean hasAlpha,
    long metadataBytes,
    boolean truncated) {
  /** Where counting frames ends; no limit can be set above it. */
  public static final int MOST_FRAMES = 100_000;

  /** More than any camera or editor writes. */
  public static final long MOST_METADATA_BYTES = 16 << 20;

  /** The same image as if it had but its first frame. */
  public ImageHeader firstFrame() {
    return new ImageHeader(contentType, width, height, orientation, 1, hasAlpha, metadataBytes, truncated);
  }

  public int displayWidth() {
    return orientation >= 5 ? height : width;
  }

  public int displayHeight() {
    return orientation >= 5 ? width : height;
  }

  /** Pixels of all frames together. */
  public long totalPixels() {
    return (long) width * height * frames;
  }
}
