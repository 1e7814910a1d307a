package io.safelight.image;

import java.nio.ByteBuffer;
import java.util.Optional;

/** The image formats that are accepted, told apart by their first bytes alone. */
public enum ImageType {
  JPEG("image/jpeg"),
  PNG("image/png"),
  GIF("image/gif"),
  WEBP("image/webp"),
  BMP("image/bmp"),
  TIFF("image/tiff"),
  /** HEIF, whatever the codec; some files of this kind turn out to be {@link #AVIF}. */
  HEIC("image/heic"),
  AVIF("image/avif");

  /** How many bytes {@link #of} looks at. */
  public static final int HEAD_BYTES = 12;

  private static final long PNG_SIGNATURE = 0x89504E470D0A1A0AL;
  private static final int RIFF = 0x52494646;
  private static final int WEBP_FORM = 0x57454250;

  /** "II*" and "MM" with a star at the other end. */
  private static final int TIFF_LITTLE_ENDIAN = 0x49492A00;

  private static final int TIFF_BIG_ENDIAN = 0x4D4D002A;

  private static final short BITMAP = 0x424D;
  private static final int FILE_TYPE = 0x66747970;

  private final String contentType;

  ImageType(String contentType) {
    this.contentType = contentType;
  }

  public String contentType() {
    return contentType;
  }

  /**
   * The format that these bytes begin like.
   *
   * @param head the first {@link #HEAD_BYTES} bytes of the file, or all of it; its position is not changed
   */
  public static Optional<ImageType> of(ByteBuffer head) {
    int start = head.position();
    if (head.remaining() < HEAD_BYTES) {
      return Optional.empty();
    }
    if ((head.getInt(start) >>> 8) == 0xFFD8FF) {
      return Optional.of(JPEG);
    }
    if (head.getLong(start) == PNG_SIGNATURE) {
      return Optional.of(PNG);
    }
    // "GIF87a" and "GIF89a"
    long six = head.getLong(start) >>> 16;
    if (six == 0x474946383761L || six == 0x474946383961L) {
      return Optional.of(GIF);
    }
    if (head.getInt(start) == RIFF && head.getInt(start + 8) == WEBP_FORM) {
      return Optional.of(WEBP);
    }
    if (head.getInt(start) == TIFF_LITTLE_ENDIAN || head.getInt(start) == TIFF_BIG_ENDIAN) {
      return Optional.of(TIFF);
    }
    if (head.getShort(start) == BITMAP && head.getInt(start + 6) == 0) {
      return Optional.of(BMP);
    }
    return head.getInt(start + 4) == FILE_TYPE ? heif(head.getInt(start + 8)) : Optional.empty();
  }

  /** The brands of ISO/IEC 23008-12, annex E, and of AVIF, as the first brand of a file. */
  private static Optional<ImageType> heif(int brand) {
    return switch (brand) {
      case 0x61766966, 0x61766973 -> Optional.of(AVIF);
      // heic, heix, heim, heis, hevc, hevx, mif1, msf1
      case 0x68656963, 0x68656978, 0x6865696D, 0x68656973, 0x68657663, 0x68657678, 0x6D696631, 0x6D736631 ->
          Optional.of(HEIC);
      default -> Optional.empty();
    };
  }
}
