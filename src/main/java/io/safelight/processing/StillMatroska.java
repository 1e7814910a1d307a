package io.safelight.processing;

import io.safelight.image.HeifImage;
import io.safelight.image.HeifItem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Writes the coded pictures of a HEIF file as the frames of a small Matroska file (RFC 9559), so that one decoder makes all
 * tiles of a picture, and ffmpeg's own reader of HEIF is not needed. The bytes of the pictures, and the configuration of their
 * decoder, are the same in both formats.
 */
final class StillMatroska {
  private static final int FRAME_MILLIS = 10;
  private static final byte KEYFRAME = (byte) 0x80;
  private static final long UNKNOWN_SIZE = 0x01FF_FFFF_FFFF_FFFFL;

  private StillMatroska() {}

  /**
   * Writes the tiles as the first track, and the opacity, if there is any, as the second.
   *
   * @param codec Matroska's name of the codec
   */
  static void write(HeifImage image, String codec, Path source, Path target) throws IOException {
    try (FileChannel in = FileChannel.open(source);
        FileChannel out =
            FileChannel.open(target, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
      Elements tracks = new Elements().element(0xAE, track(1, codec, image.tiles().getFirst()));
      image.alpha().ifPresent(alpha -> tracks.element(0xAE, track(2, codec, alpha)));
      Elements head =
          new Elements()
              .element(0x1A45DFA3, new Elements().text(0x4282, "matroska").number(0x4287, 4).number(0x4285, 2))
              .open(0x18538067)
              .element(
                  0x1549A966,
                  new Elements().number(0x2AD7B1, 1_000_000).text(0x4D80, "safelight").text(0x5741, "safelight"))
              .element(0x1654AE6B, tracks)
              .open(0x1F43B675)
              .number(0xE7, 0);
      out.write(head.bytes());
      for (int i = 0; i < image.tiles().size(); i++) {
        frame(1, i, image.tiles().get(i), in, out);
      }
      if (image.alpha().isPresent()) {
        frame(2, 0, image.alpha().get(), in, out);
      }
    }
  }

  private static Elements track(int number, String codec, HeifItem item) {
    return new Elements()
        .number(0xD7, number)
        .number(0x73C5, number)
        .number(0x83, 1)
        .text(0x86, codec)
        .binary(0x63A2, item.configuration())
        .element(0xE0, new Elements().number(0xB0, item.width()).number(0xBA, item.height()));
  }

  /** A simple block: track, time, flags, and the frame. */
  private static void frame(int track, int index, HeifItem item, FileChannel in, FileChannel out) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(4);
    head.put((byte) (0x80 | track)).putShort((short) (index * FRAME_MILLIS)).put(KEYFRAME).flip();
    out.write(new Elements().head(0xA3, head.remaining() + item.length()).bytes());
    out.write(head);
    for (HeifItem.Extent extent : item.extents()) {
      long copied = 0;
      while (copied < extent.length()) {
        long part = in.transferTo(extent.offset() + copied, extent.length() - copied, out);
        if (part <= 0) {
          throw new IOException("the image ended while it was read");
        }
        copied += part;
      }
    }
  }

  /** Elements of EBML (RFC 8794), each an identifier, a length and what is in it. */
  private static final class Elements {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Elements element(int id, Elements content) {
      return binary(id, content.bytes());
    }

    Elements text(int id, String text) {
      return binary(id, ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }

    Elements number(int id, long value) {
      return binary(id, ByteBuffer.allocate(Long.BYTES).putLong(value).flip());
    }

    Elements binary(int id, ByteBuffer content) {
      byte[] bytes = new byte[content.remaining()];
      content.duplicate().get(bytes);
      head(id, bytes.length).out.writeBytes(bytes);
      return this;
    }

    /** An element that goes on to the end of the file. */
    Elements open(int id) {
      identifier(id);
      out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(UNKNOWN_SIZE).array());
      return this;
    }

    Elements head(int id, long length) {
      identifier(id);
      out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(0x01L << 56 | length).array());
      return this;
    }

    ByteBuffer bytes() {
      return ByteBuffer.wrap(out.toByteArray());
    }

    private void identifier(int id) {
      for (int shift = 24; shift >= 0; shift -= 8) {
        if (id >>> shift != 0) {
          out.write(id >>> shift);
        }
      }
    }
  }
}
