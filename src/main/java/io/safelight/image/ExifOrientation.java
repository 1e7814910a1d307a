package io.safelight.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The orientation in EXIF data (Exif 2.32, section 4.6.4, tag 0x0112): a TIFF structure, of either byte order. */
final class ExifOrientation {
  private static final int TAG = 0x112;
  private static final int SHORT = 3;
  private static final int ENTRY_LENGTH = 12;
  private static final int UPRIGHT = 1;

  /** The first directory stands at the front of what cameras write. */
  private static final int MOST_BYTES = 64 * 1024;

  private ExifOrientation() {}

  /** Reads from a chunk of this length, with or without the name that JPEG puts before the data. */
  static int read(ByteSource source, long length) throws IOException {
    byte[] data = source.bytes((int) Math.min(length, Math.min(MOST_BYTES, source.remaining())));
    boolean named = data.length > 6 && data[0] == 'E' && data[1] == 'x';
    return of(named ? Arrays.copyOfRange(data, 6, data.length) : data);
  }

  /** 1 to 8; 1 when the data say nothing, or nothing sensible. */
  static int of(byte[] tiff) {
    if (tiff.length < 8) {
      return UPRIGHT;
    }
    ByteBuffer data = ByteBuffer.wrap(tiff).order(tiff[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = data.getInt(4);
    if (data.getShort(2) != 42 || directory < 8 || directory > tiff.length - 2) {
      return UPRIGHT;
    }
    int entries = data.getShort(directory) & 0xffff;
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + i * ENTRY_LENGTH;
      if (entry > tiff.length - ENTRY_LENGTH) {
        return UPRIGHT;
      }
      if ((data.getShort(entry) & 0xffff) == TAG && data.getShort(entry + 2) == SHORT) {
        int orientation = data.getShort(entry + 8);
        return orientation >= 1 && orientation <= 8 ? orientation : UPRIGHT;
      }
    }
    return UPRIGHT;
  }
}
