package io.safelight.image;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The canvas and the frames of an animated WebP (RFC 9649, section 2.7). Each frame lies on the canvas, and its picture says
 * that it is as large as the frame.
 */
public record WebpAnimation(int width, int height, List<WebpFrame> frames) {
  private static final int CHUNK_HEADER_LENGTH = 8;
  private static final int FRAME_HEADER_LENGTH = 16;
  private static final int EXTENDED_LENGTH = 10;
  private static final int LOSSY_START_CODE = 0x2a019d;

  public WebpAnimation {
    frames = List.copyOf(frames);
  }

  /**
   * Reads a file that begins like a WebP.
   *
   * @return empty when it is not animated, or not as it must be
   * @throws IOException when the file cannot be read
   */
  public static Optional<WebpAnimation> read(Path file) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      return read(new ByteSource(channel));
    } catch (EOFException e) {
      return Optional.empty();
    }
  }

  static Optional<WebpAnimation> read(ByteSource source) throws IOException {
    source.skip(12);
    int width = 0;
    int height = 0;
    List<WebpFrame> frames = new ArrayList<>();
    while (source.remaining() >= CHUNK_HEADER_LENGTH && frames.size() <= ImageHeader.MOST_FRAMES) {
      String type = FourCharacters.read(source);
      long length = source.unsignedInt(LITTLE_ENDIAN);
      long start = source.position();
      if (type.equals("VP8X") && length >= EXTENDED_LENGTH) {
        source.skip(4);
        width = source.unsignedMedium() + 1;
        height = source.unsignedMedium() + 1;
      } else if (type.equals("ANMF")) {
        Optional<WebpFrame> frame = frame(source, length);
        if (frame.isEmpty() || frame.get().x() + frame.get().width() > width
            || frame.get().y() + frame.get().height() > height) {
          return Optional.empty();
        }
        frames.add(frame.get());
      }
      source.skip(start + length - source.position());
      if (length % 2 == 1 && source.remaining() > 0) {
        source.skip(1);
      }
    }
    return frames.isEmpty() ? Optional.empty() : Optional.of(new WebpAnimation(width, height, frames));
  }

  private static Optional<WebpFrame> frame(ByteSource source, long length) throws IOException {
    if (length < FRAME_HEADER_LENGTH + CHUNK_HEADER_LENGTH) {
      return Optional.empty();
    }
    long end = source.position() + length;
    int x = 2 * source.unsignedMedium();
    int y = 2 * source.unsignedMedium();
    int width = source.unsignedMedium() + 1;
    int height = source.unsignedMedium() + 1;
    int delay = source.unsignedMedium();
    int flags = source.unsignedByte();
    long start = source.position();
    boolean alphaChunk = false;
    while (source.position() + CHUNK_HEADER_LENGTH <= end) {
      String type = FourCharacters.read(source);
      long part = source.unsignedInt(LITTLE_ENDIAN);
      long partEnd = source.position() + part;
      if (partEnd > end) {
        return Optional.empty();
      }
      boolean picture =
          switch (type) {
            case "VP8 " -> isLossy(source, width, height);
            case "VP8L" -> isLossless(source, width, height);
            default -> false;
          };
      if (picture) {
        boolean blended = (flags & 2) == 0;
        boolean cleared = (flags & 1) != 0;
        return Optional.of(
            new WebpFrame(x, y, width, height, delay, blended, cleared, alphaChunk, start, partEnd - start));
      }
      if (!type.equals("ALPH")) {
        return Optional.empty();
      }
      alphaChunk = true;
      source.skip(partEnd + part % 2 - source.position());
    }
    return Optional.empty();
  }

  /** RFC 6386, section 9.1. */
  private static boolean isLossy(ByteSource source, int width, int height) throws IOException {
    source.skip(3);
    return source.unsignedMedium() == LOSSY_START_CODE
        && (source.unsignedShort(LITTLE_ENDIAN) & 0x3fff) == width
        && (source.unsignedShort(LITTLE_ENDIAN) & 0x3fff) == height;
  }

  /** RFC 9649, section 3.4. */
  private static boolean isLossless(ByteSource source, int width, int height) throws IOException {
    source.skip(1);
    long bits = source.unsignedInt(LITTLE_ENDIAN);
    return (bits & 0x3fff) + 1 == width && (bits >> 14 & 0x3fff) + 1 == height;
  }
}
