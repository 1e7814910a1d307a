package io.safelight.image;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Reads what a HEIF or AVIF file says of its primary picture. The bytes may be hostile: no more than {@value #MOST_BYTES} of
 * them are read, pictures stay within the file, and no byte of it belongs to a picture more than once in total.
 */
public final class HeifReader {
  /** A description of a picture of a thousand tiles, and a large colour profile. */
  private static final int MOST_BYTES = 2 << 20;

  private static final int MOST_BOXES = 100;

  private HeifReader() {}

  /**
   * Reads a file.
   *
   * @return empty when it is none of these, or its primary picture is not described as it must be
   * @throws IOException when the file cannot be read
   */
  public static Optional<HeifImage> read(Path file) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      return read(new ByteSource(channel));
    }
  }

  static Optional<HeifImage> read(ByteSource source) throws IOException {
    try {
      Optional<HeifDescription> description = description(source);
      return description.isEmpty() ? Optional.empty() : description.get().image(source);
    } catch (EOFException
        | BufferUnderflowException
        | IndexOutOfBoundsException
        | IllegalArgumentException
        | NoSuchElementException e) {
      return Optional.empty();
    }
  }

  /** Of the boxes of the file, the one that describes pictures (ISO/IEC 14496-12, section 8.11.1). */
  private static Optional<HeifDescription> description(ByteSource source) throws IOException {
    for (int i = 0; i < MOST_BOXES && source.remaining() >= 8; i++) {
      long start = source.position();
      long length = source.unsignedInt(BIG_ENDIAN);
      String type = new String(source.bytes(4), ISO_8859_1);
      if (length == 1) {
        length = source.unsignedInt(BIG_ENDIAN) << 32 | source.unsignedInt(BIG_ENDIAN);
      }
      long rest = start + length - source.position();
      if (rest < 0) {
        return Optional.empty();
      }
      if (type.equals("meta")) {
        if (rest > MOST_BYTES || rest > source.remaining()) {
          return Optional.empty();
        }
        long at = source.position();
        return Optional.of(HeifDescription.of(ByteBuffer.wrap(source.bytes((int) rest)), at));
      }
      source.skip(rest);
    }
    return Optional.empty();
  }
}
