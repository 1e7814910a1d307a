package io.safelight.image;

import java.io.IOException;
import java.nio.ByteOrder;

/** Reads the first directory of a TIFF (revision 6.0), which describes the first page. */
final class TiffWalk {
  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int ORIENTATION = 274;
  private static final int EXTRA_SAMPLES = 338;

  /** Only raw photographs have it: what they call the first page is a thumbnail. */
  private static final int DNG_VERSION = 50706;

  private static final int BYTE = 1;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int FIRST_DIRECTORY = 4;

  private TiffWalk() {}

  static void walk(ByteSource source, ImageFacts facts) throws IOException {
    ByteOrder order = source.unsignedByte() == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    source.skip(FIRST_DIRECTORY - 1);
    source.skip(source.unsignedInt(order) - source.position());
    int entries = source.unsignedShort(order);
    long width = 0;
    long height = 0;
    for (int i = 0; i < entries; i++) {
      int tag = source.unsignedShort(order);
      int type = source.unsignedShort(order);
      source.skip(Integer.BYTES);
      long value = value(type, order, source);
      switch (tag) {
        case WIDTH -> width = value;
        case HEIGHT -> height = value;
        case ORIENTATION -> facts.orientation(value >= 1 && value <= 8 ? (int) value : 1);
        case EXTRA_SAMPLES -> facts.alpha();
        case DNG_VERSION -> {
          return;
        }
        default -> {}
      }
    }
    facts.size(width, height);
  }

  /** What stands in the field of four bytes: a value of a shorter type is at its front. */
  private static long value(int type, ByteOrder order, ByteSource source) throws IOException {
    return switch (type) {
      case BYTE -> {
        int value = source.unsignedByte();
        source.skip(3);
        yield value;
      }
      case SHORT -> {
        int value = source.unsignedShort(order);
        source.skip(2);
        yield value;
      }
      case LONG -> source.unsignedInt(order);
      default -> {
        source.skip(Integer.BYTES);
        yield 0;
      }
    };
  }
}
