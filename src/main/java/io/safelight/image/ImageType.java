package io.safelight.image;

import java.nio.ByteBuffer;
import java.util.Optional;

/** The image formats that are accepted, told apart by their first bytes alone. */
public enum ImageType {
  JPEG("image/jpeg"),
  PNG("image/png"),
  GIF("image/gif"),
  WEBP("image/webp");

  /** How many bytes {@link #of} looks at. */
  public static final int HEAD_BYTES = 12;

  private static final long PNG_SIGNATURE = 0x89504E470D0A1A0AL;
  private static final int RIFF = 0x52494646;
  private static final int WEBP_FORM = 0x57454250;

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
    return Optional.empty();
  }
}
