package io.safelight.testmedia;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** EXIF data written by hand: an orientation, and a place on earth. */
public final class ExifBytes {
  private static final short ORIENTATION = 0x112;
  private static final short GPS_FOLDER = (short) 0x8825;
  private static final short SHORT = 3;
  private static final short LONG = 4;
  private static final short ASCII = 2;
  private static final short RATIONAL = 5;

  private ExifBytes() {}

  /** A TIFF structure with an orientation, and GPS data of 52 degrees north. */
  public static byte[] tiff(int orientation, ByteOrder order) {
    ByteBuffer tiff = ByteBuffer.allocate(92).order(order);
    tiff.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(StandardCharsets.US_ASCII));
    tiff.putShort((short) 42).putInt(8);
    tiff.putShort((short) 2);
    tiff.putShort(ORIENTATION).putShort(SHORT).putInt(1).putShort((short) orientation).putShort((short) 0);
    tiff.putShort(GPS_FOLDER).putShort(LONG).putInt(1).putInt(38);
    tiff.putInt(0);
    tiff.putShort((short) 2);
    tiff.putShort((short) 1).putShort(ASCII).putInt(2).put((byte) 'N').put((byte) 0).putShort((short) 0);
    tiff.putShort((short) 2).putShort(RATIONAL).putInt(3).putInt(68);
    tiff.putInt(0);
    tiff.putInt(52).putInt(1).putInt(31).putInt(1).putInt(12).putInt(1);
    return tiff.array();
  }

  /** A JPEG with such data directly behind its first marker. */
  static byte[] insertInto(byte[] jpeg, int orientation) {
    byte[] tiff = tiff(orientation, orientation % 2 == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    byte[] name = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(jpeg.length + 4 + name.length + tiff.length)
        .put(jpeg, 0, 2)
        .putShort((short) 0xffe1)
        .putShort((short) (2 + name.length + tiff.length))
        .put(name)
        .put(tiff)
        .put(jpeg, 2, jpeg.length - 2)
        .array();
  }
}
