package io.safelight.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.safelight.image.HeifDescription.Property;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The properties of one item of a HEIF file (ISO/IEC 23008-12, section 6.5). */
record HeifProperties(List<Property> all) {
  private static final Set<String> ALPHA =
      Set.of("urn:mpeg:mpegB:cicp:systems:auxiliary:alpha", "urn:mpeg:hevc:2015:auxid:1");

  private static final int[] TURNED_ANTICLOCKWISE = {1, 8, 3, 6};

  /** The orientation that comes of another one by exchanging top and bottom, or left and right. */
  private static final int[] TOP_AND_BOTTOM = {0, 4, 3, 2, 1, 8, 7, 6, 5};

  private static final int[] LEFT_AND_RIGHT = {0, 2, 1, 4, 3, 6, 5, 8, 7};

  int width() {
    return find("ispe").map(box -> box.getInt(4)).orElse(0);
  }

  int height() {
    return find("ispe").map(box -> box.getInt(8)).orElse(0);
  }

  /**
   * What is shown of a picture of this size: a width and a height, and how far its centre lies from the centre of all, each a
   * fraction.
   */
  HeifCrop crop(int width, int height) {
    return find("clap")
        .map(
            box -> {
              double shownWidth = fraction(box, 0);
              double shownHeight = fraction(box, 8);
              return new HeifCrop(
                  (int) Math.round(fraction(box, 16) + (width - shownWidth) / 2),
                  (int) Math.round(fraction(box, 24) + (height - shownHeight) / 2),
                  (int) shownWidth,
                  (int) shownHeight);
            })
        .orElse(new HeifCrop(0, 0, width, height));
  }

  private static double fraction(ByteBuffer box, int at) {
    return (double) box.getInt(at) / box.getInt(at + 4);
  }

  ByteBuffer configuration() {
    return find("hvcC").or(() -> find("av1C")).orElse(ByteBuffer.allocate(0));
  }

  /** The turn, then the mirror, in the numbers of EXIF. */
  int orientation() {
    int turned = TURNED_ANTICLOCKWISE[find("irot").map(box -> box.get(0) & 3).orElse(0)];
    return find("imir")
        .map(box -> (box.get(0) & 1) == 0 ? TOP_AND_BOTTOM[turned] : LEFT_AND_RIGHT[turned])
        .orElse(turned);
  }

  boolean isAlpha() {
    return find("auxC")
        .map(HeifProperties::bytes)
        .map(bytes -> new String(bytes, 4, bytes.length - 4, ISO_8859_1))
        .filter(text -> ALPHA.contains(text.substring(0, Math.max(0, text.indexOf('\0')))))
        .isPresent();
  }

  Optional<HeifColor> color() {
    return colors("nclx")
        .map(box -> new HeifColor(box.getShort(4), box.getShort(6), box.getShort(8), (box.get(10) & 0x80) != 0));
  }

  Optional<byte[]> profile() {
    return colors("prof").or(() -> colors("rICC")).map(box -> bytes(box.slice(4, box.limit() - 4)));
  }

  private Optional<ByteBuffer> colors(String type) {
    return all.stream()
        .filter(property -> property.type().equals("colr"))
        .map(Property::content)
        .filter(box -> HeifDescription.name(box.duplicate()).equals(type))
        .findFirst();
  }

  private Optional<ByteBuffer> find(String type) {
    return all.stream().filter(property -> property.type().equals(type)).map(Property::content).findFirst();
  }

  private static byte[] bytes(ByteBuffer box) {
    byte[] bytes = new byte[box.limit()];
    box.get(0, bytes);
    return bytes;
  }
}
