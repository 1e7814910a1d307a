package io.safelight.processing;

import io.safelight.image.ImageHeader;
import java.util.List;

/** The format in which pictures are made. */
enum ImageFormat {
  /** For everything opaque: small, and every client shows it. */
  JPEG("jpg", "image/jpeg"),
  /** For what would lose by JPEG: transparency, and small drawings. */
  PNG("png", "image/png");

  /** Up to this size an opaque PNG stays one. */
  private static final int SMALL_SIDE = 900;

  private final String extension;
  private final String contentType;

  ImageFormat(String extension, String contentType) {
    this.extension = extension;
    this.contentType = contentType;
  }

  static ImageFormat of(ImageHeader header) {
    boolean smallDrawing =
        header.contentType().equals("image/png") && Math.max(header.width(), header.height()) <= SMALL_SIDE;
    return header.hasAlpha() || smallDrawing ? PNG : JPEG;
  }

  String extension() {
    return extension;
  }

  String contentType() {
    return contentType;
  }

  /** ffmpeg's options for the encoder. */
  List<String> encoder() {
    return switch (this) {
      case JPEG -> List.of("-c:v", "mjpeg", "-q:v", "3");
      case PNG -> List.of("-c:v", "png");
    };
  }
}
