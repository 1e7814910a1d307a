package io.safelight.image;

import java.util.List;
import java.util.Optional;

/**
 * The primary picture of a HEIF or AVIF file, as it is to be shown (ISO/IEC 23008-12). Telephones cut large pictures into
 * tiles, each coded by itself.
 *
 * @param tiles row by row, all of one size and codec; one for a picture that is not cut
 * @param columns tiles in a row
 * @param crop what is shown of the tiles put together, before orientation
 * @param orientation what turns it upright, in the numbers of EXIF, 1 to 8
 * @param alpha a picture of the same size whose brightness is the opacity
 * @param color empty when the file does not say it; then the coded pictures may
 * @param profile an ICC profile
 */
public record HeifImage(
    List<HeifItem> tiles,
    int columns,
    HeifCrop crop,
    int orientation,
    Optional<HeifItem> alpha,
    Optional<HeifColor> color,
    Optional<byte[]> profile) {
  public HeifImage {
    tiles = List.copyOf(tiles);
  }

  public String codec() {
    return tiles.getFirst().codec();
  }

  public int rows() {
    return tiles.size() / columns;
  }
}
