package io.safelight.processing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.safelight.image.ImageType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The first bytes of a file, for what neither an image header nor ffprobe tells. */
record FileSignature(String head) {
  private static final int HEAD_BYTES = 64;
  private static final int BRAND = 8;

  static FileSignature of(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new FileSignature(new String(in.readNBytes(HEAD_BYTES), ISO_8859_1));
    }
  }

  /**
   * The name of an image format that is not accepted, or of which this file is an unusual kind, so that its sender learns
   * more than that the file cannot be read.
   */
  Optional<String> foreignImage() {
    Optional<ImageType> type = ImageType.of(ByteBuffer.wrap(head.getBytes(ISO_8859_1)));
    if (type.isPresent()) {
      return switch (type.get()) {
        case JPEG, PNG, GIF, WEBP -> Optional.empty();
        case BMP, TIFF, HEIC, AVIF -> Optional.of(type.get().name() + " image of an unusual kind");
      };
    }
    if (head.startsWith("\u00ff\n") || head.startsWith("JXL ", 4)) {
      return Optional.of("JPEG XL image");
    }
    return Optional.empty();
  }

  /**
   * The MIME type of a video.
   *
   * @param formatName ffmpeg's name of the demuxer
   */
  String videoType(String formatName) {
    return switch (formatName) {
      case "mov,mp4,m4a,3gp,3g2,mj2" -> isoType();
      case "matroska,webm" -> head.contains("webm") ? "video/webm" : "video/x-matroska";
      case "mpegts" -> "video/mp2t";
      case "mpeg" -> "video/mpeg";
      case "avi" -> "video/x-msvideo";
      case "flv" -> "video/x-flv";
      case "asf" -> "video/x-ms-asf";
      case "ogg" -> "video/ogg";
      default -> "application/octet-stream";
    };
  }

  private String isoType() {
    if (!head.startsWith("ftyp", 4) || brand().equals("qt  ")) {
      return "video/quicktime";
    }
    return brand().startsWith("3g") ? "video/3gpp" : "video/mp4";
  }

  private String brand() {
    return head.length() < BRAND + 4 ? "" : head.substring(BRAND, BRAND + 4);
  }
}
