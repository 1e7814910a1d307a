package io.safelight.picture;

import io.safelight.image.ImageHeader;
import java.util.List;

/** The format in which pictures are made. */
public enum PictureFormat {
  /** For everything opaque: small, and every client shows it. */
  JPEG("jpg", "image/jpeg"),
  /** For what would lose by JPEG: transparency, and small drawings. */
  PNG("png", "image/png");

  /** Up to this size an opaque PNG stays one. */
  private static final int SMALL_SIDE = 900;

  private final String extension;
  private final String contentType;

  PictureFormat(String extension, String contentType) {
    this.extension = extension;
    this.contentType = contentType;
  }

  /** The format for a picture that comes as this image. */
  public static PictureFormat of(ImageHeader header) {
    boolean smallDrawing =
        header.contentType().equals("image/png") && Math.max(header.width(), header.height()) <= SMALL_SIDE;
    return header.hasAlpha() || smallDrawing ? PNG : JPEG;
  }

  /** Of the names of files, without a dot. */
  public String extension() {
    return extension;
  }

  public String contentType() {
    return contentType;
  }

  /** ffmpeg's options for the encoder. */
  public List<String> encoder() {
    return switch (this) {
      case JPEG -> List.of("-c:v", "mjpeg", "-q:v", "3");
      case PNG -> List.of("-c:v", "png");
    };
  }
}
