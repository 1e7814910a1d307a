package io.safelight.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads the headers of images. The bytes may be hostile: memory stays below 100 KiB, but for {@link HeifReader}, no pixel is
 * decoded, no more than {@value #MOST_BYTES} bytes are walked through, and whatever is in them leads to an answer.
 */
public final class ImageHeaderReader {
  /** Beyond this a file is no image that anybody would accept, and is believed to go on as it began. */
  static final long MOST_BYTES = 64 << 20;

  private ImageHeaderReader() {}

  /**
   * Reads a file; see {@link #read(SeekableByteChannel)}.
   *
   * @throws IOException when the file cannot be read
   */
  public static Optional<ImageHeader> read(Path file) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      return read(channel);
    }
  }

  /**
   * Reads an image from the beginning of a channel.
   *
   * @return empty when it is no image of these formats, or ends or goes wrong before its size is known
   * @throws IOException when the channel cannot be read
   */
  public static Optional<ImageHeader> read(SeekableByteChannel channel) throws IOException {
    var source = new ByteSource(channel);
    Optional<ImageType> type = ImageType.of(ByteBuffer.wrap(head(source)));
    if (type.isEmpty()) {
      return Optional.empty();
    }
    source.seek(0);
    var facts = new ImageFacts();
    boolean truncated = false;
    try {
      switch (type.get()) {
        case JPEG -> JpegWalk.walk(source, facts);
        case PNG -> PngWalk.walk(source, facts);
        case GIF -> GifWalk.walk(source, facts);
        case WEBP -> WebpWalk.walk(source, facts);
        case BMP -> BmpWalk.walk(source, facts);
        case TIFF -> TiffWalk.walk(source, facts);
        case HEIC, AVIF -> readHeif(source, facts);
      }
    } catch (EOFException e) {
      truncated = true;
    }
    return facts.header(type.get(), truncated);
  }

  private static void readHeif(ByteSource source, ImageFacts facts) throws IOException {
    Optional<HeifImage> image = HeifReader.read(source);
    if (image.isPresent()) {
      facts.type(image.get().codec().equals("av01") ? ImageType.AVIF : ImageType.HEIC);
      facts.size(image.get().crop().width(), image.get().crop().height());
      facts.orientation(image.get().orientation());
      if (image.get().alpha().isPresent()) {
        facts.alpha();
      }
    }
  }

  private static byte[] head(ByteSource source) throws IOException {
    return source.bytes((int) Math.min(ImageType.HEAD_BYTES, source.remaining()));
  }
}
