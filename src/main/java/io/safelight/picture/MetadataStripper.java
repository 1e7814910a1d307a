package io.safelight.picture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import io.safelight.ffmpeg.JobFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Removes from a made picture all that is not needed to show it. Some versions of ffmpeg copy EXIF, and with it the
 * place where a photo was taken, into their output; whether a place is published must not depend on the version. Of the
 * rest only a colour profile for RGB stays; one for another colour space would describe pixels that are no longer
 * there.
 */
public final class MetadataStripper {
  /** Pictures are small, their sides being limited. */
  private static final int MAX_BYTES = 64 << 20;

  private static final int JPEG_START_BYTES = 2;
  private static final int JPEG_MARKER_BYTES = 2;
  private static final int SOS = 0xDA;
  private static final int APP0 = 0xE0;
  private static final int APP2 = 0xE2;
  private static final int APP14 = 0xEE;
  private static final int APP15 = 0xEF;
  private static final int COMMENT = 0xFE;
  private static final String ICC_MARKER = "ICC_PROFILE\0";
  private static final int ICC_COLOUR_SPACE = 16;
  private static final int PNG_SIGNATURE_BYTES = 8;
  private static final int PNG_CHUNK_OVERHEAD = 12;
  private static final Set<String> SHOWN_PNG_CHUNKS =
      Set.of("IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "sBIT", "cICP");

  private MetadataStripper() {}

  /**
   * Rewrites a picture that ffmpeg made.
   *
   * @param folder of the job, in which the picture is
   * @param profile of its colours, where that is known from elsewhere
   * @throws IOException when it is not there, or not what it should be; a run that was taken over leaves what it likes
   */
  public static void strip(Path folder, Path file, PictureFormat format, Optional<byte[]> profile) throws IOException {
    byte[] stripped = stripped(folder, file, format);
    byte[] out = profile.isPresent() ? ColorProfile.embed(stripped, format, profile.get()) : stripped;
    // A new file: whatever has the name by now is not written through.
    Files.delete(file);
    Files.write(file, out, CREATE_NEW, WRITE);
  }

  /** The bytes of a picture that ffmpeg made in the folder of a job, without the rest. */
  static byte[] stripped(Path folder, Path file, PictureFormat format) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(JobFile.read(folder, file, MAX_BYTES));
    return switch (format) {
      case JPEG -> jpeg(in);
      case PNG -> png(in);
    };
  }

  /**
   * ITU-T T.81, annex B: segments up to the start of scan; what follows is copied.
   *
   * @throws IOException when it is none
   */
  static byte[] jpeg(ByteBuffer in) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(in.remaining());
    copy(in, JPEG_START_BYTES, out);
    boolean rgbProfile = false;
    while (in.remaining() >= 4) {
      int marker = in.get(in.position() + 1) & 0xFF;
      if (marker == SOS) {
        break;
      }
      int length = JPEG_MARKER_BYTES + Short.toUnsignedInt(in.getShort(in.position() + JPEG_MARKER_BYTES));
      boolean shown =
          switch (marker) {
            case APP0, APP14 -> true;
            case APP2 -> {
              String head = text(in, in.position() + 4, ICC_MARKER.length() + 2 + ICC_COLOUR_SPACE + 4);
              boolean first = head.startsWith(ICC_MARKER + "\1");
              rgbProfile = first ? head.endsWith("RGB ") : rgbProfile;
              yield head.startsWith(ICC_MARKER) && rgbProfile;
            }
            default -> (marker < APP0 || marker > APP15) && marker != COMMENT;
          };
      if (shown) {
        copy(in, length, out);
      } else {
        skip(in, length);
      }
    }
    copy(in, in.remaining(), out);
    return out.toByteArray();
  }

  /**
   * PNG (third edition), 5.3: chunks of length, type, data and checksum.
   *
   * @throws IOException when it is none
   */
  static byte[] png(ByteBuffer in) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(in.remaining());
    copy(in, PNG_SIGNATURE_BYTES, out);
    while (in.remaining() >= PNG_CHUNK_OVERHEAD) {
      long length = PNG_CHUNK_OVERHEAD + Integer.toUnsignedLong(in.getInt(in.position()));
      String type = text(in, in.position() + 4, 4);
      boolean shown =
          type.equals("iCCP")
              ? isRgbProfile(in.slice(in.position() + 8, within(in, length) - PNG_CHUNK_OVERHEAD))
              : SHOWN_PNG_CHUNKS.contains(type);
      if (shown) {
        copy(in, length, out);
      } else {
        skip(in, length);
      }
    }
    return out.toByteArray();
  }

  /** PNG (third edition), 11.3.2.3: a name, a zero, the method, and the profile compressed. */
  private static boolean isRgbProfile(ByteBuffer chunk) {
    while (chunk.hasRemaining() && chunk.get() != 0) {
      // The name is of no interest.
    }
    if (!chunk.hasRemaining()) {
      return false;
    }
    chunk.get();
    byte[] head = new byte[ICC_COLOUR_SPACE + 4];
    try (Inflater inflater = new Inflater()) {
      inflater.setInput(chunk);
      int read = inflater.inflate(head);
      return read == head.length && new String(head, ISO_8859_1).endsWith("RGB ");
    } catch (DataFormatException e) {
      return false;
    }
  }

  private static void copy(ByteBuffer in, long length, ByteArrayOutputStream out) throws IOException {
    out.write(in.array(), in.arrayOffset() + in.position(), within(in, length));
    skip(in, length);
  }

  private static void skip(ByteBuffer in, long length) throws IOException {
    in.position(in.position() + within(in, length));
  }

  /** What wrote the picture had read a file of anybody: what it says is believed no more than the file. */
  private static int within(ByteBuffer in, long length) throws IOException {
    if (length > in.remaining()) {
      throw new IOException("a part of " + length + " bytes in the last " + in.remaining() + " of a picture");
    }
    return (int) length;
  }

  private static String text(ByteBuffer in, int from, int length) {
    return new String(in.array(), in.arrayOffset() + from, Math.min(length, in.limit() - from), ISO_8859_1);
  }
}
