package io.safelight.image;

/**
 * The part of a picture that is shown, in pixels (ISO/IEC 14496-12, section 12.1.4, clean aperture).
 *
 * @param left pixels before it; {@code top} likewise
 */
public record HeifCrop(int left, int top, int width, int height) {
  boolean isWithin(int wholeWidth, int wholeHeight) {
    return left >= 0
        && top >= 0
        && width > 0
        && height > 0
        && (long) left + width <= wholeWidth
        && (long) top + height <= wholeHeight;
  }
}
