package io.safelight.image;

import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Counts what the compressed texts and the colour profile of a PNG unpack to (third edition, sections 11.3.3 and 11.3.4). A decoder
 * unpacks them whole, and a thousand times their size is possible.
 */
final class PngMetadata {
  private static final int PART = 8 * 1024;
  private static final int COMPRESSED = 1;

  private PngMetadata() {}

  /** Whether chunks of this type hold something compressed beside the picture. */
  static boolean isIn(String chunkType) {
    return switch (chunkType) {
      case "zTXt", "iTXt", "iCCP" -> true;
      default -> false;
    };
  }

  /**
   * The bytes that a chunk unpacks to, counted no further than {@link ImageHeader#MOST_METADATA_BYTES} and one part more.
   *
   * @param source at the content of the chunk; is left somewhere in it
   */
  static long unpackedBytes(ByteSource source, String chunkType, long length) throws IOException {
    long end = source.position() + length;
    skipText(source, end);
    if (chunkType.equals("iTXt")) {
      boolean compressed = source.position() < end && source.unsignedByte() == COMPRESSED;
      if (!compressed) {
        return length;
      }
      source.skip(1);
      skipText(source, end);
      skipText(source, end);
    } else {
      source.skip(1);
    }
    return inflatedBytes(source, end);
  }

  private static void skipText(ByteSource source, long end) throws IOException {
    while (source.position() < end && source.unsignedByte() != 0) {
      // The keyword, the language and the translated keyword each end with a zero.
    }
  }

  private static long inflatedBytes(ByteSource source, long end) throws IOException {
    var inflater = new Inflater();
    byte[] unpacked = new byte[PART];
    try {
      while (!inflater.finished() && inflater.getBytesWritten() <= ImageHeader.MOST_METADATA_BYTES) {
        if (inflater.needsInput()) {
          long left = end - source.position();
          if (left <= 0) {
            break;
          }
          inflater.setInput(source.bytes((int) Math.min(PART, left)));
        }
        if (inflater.inflate(unpacked) == 0 && inflater.needsDictionary()) {
          break;
        }
      }
      return inflater.getBytesWritten();
    } catch (DataFormatException e) {
      // A decoder stops here as well.
      return inflater.getBytesWritten();
    } finally {
      inflater.end();
    }
  }
}
