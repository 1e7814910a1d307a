package io.safelight.picture;

import io.safelight.image.ImageHeader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

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

  /** The format of a picture that was made; empty for another one. */
  public static Optional<PictureFormat> ofContentType(String contentType) {
    return Arrays.stream(values()).filter(format -> format.contentType.equals(contentType)).findFirst();
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

  /** ffmpeg's options before a picture that was made here. */
  List<String> input() {
    return switch (this) {
      case JPEG -> List.of("-f", "jpeg_pipe", "-threads", "1");
      case PNG -> List.of("-f", "png_pipe");
    };
  }

  /**
   * ffmpeg's filters before a picture is scaled, each with a comma behind it.
   *
   * @param alpha whether some pixels may be transparent. They have colours of their own, which would bleed into their neighbours
   */
  public String beforeScaling(boolean alpha) {
    return switch (this) {
      case JPEG -> "";
      case PNG -> alpha ? "format=gbrap,premultiply=inplace=1," : "format=gbrp,";
    };
  }

  /** ffmpeg's filters after a picture was scaled. */
  public String afterScaling(boolean alpha) {
    return switch (this) {
      case JPEG -> "format=yuvj420p";
      case PNG -> alpha ? "unpremultiply=inplace=1,format=rgba" : "format=rgb24";
    };
  }

  /** ffmpeg's options for an output of one picture without metadata. */
  public List<String> output(String fileName) {
    List<String> options = new ArrayList<>(List.of("-frames:v", "1"));
    options.addAll(
        switch (this) {
          case JPEG -> List.of("-c:v", "mjpeg", "-q:v", "3");
          case PNG -> List.of("-c:v", "png");
        });
    options.addAll(List.of("-map_metadata", "-1", "-flags:v", "+bitexact", "-update", "1", "-f", "image2", fileName));
    return options;
  }
}
