package io.safelight.processing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.safelight.image.WebpFrame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Writes frames of an animated WebP, which ffmpeg does not read, as still ones, one behind the other (RFC 9649, section 2). */
final class WebpStills {
  private static final int ALPHA = 0x10;
  private static final int EXTENDED_LENGTH = 10;

  private WebpStills() {}

  static void write(List<WebpFrame> frames, Path source, Path target) throws IOException {
    try (FileChannel in = FileChannel.open(source);
        FileChannel out = FileChannel.open(target, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
      for (WebpFrame frame : frames) {
        long padding = frame.length() % 2;
        int extension = frame.hasAlphaChunk() ? 8 + EXTENDED_LENGTH : 0;
        ByteBuffer head = ByteBuffer.allocate(12 + extension).order(ByteOrder.LITTLE_ENDIAN);
        head.put("RIFF".getBytes(US_ASCII)).putInt((int) (4 + extension + frame.length() + padding));
        head.put("WEBP".getBytes(US_ASCII));
        if (frame.hasAlphaChunk()) {
          head.put("VP8X".getBytes(US_ASCII)).putInt(EXTENDED_LENGTH).putInt(ALPHA);
          head.putShort((short) (frame.width() - 1)).put((byte) ((frame.width() - 1) >> 16));
          head.putShort((short) (frame.height() - 1)).put((byte) ((frame.height() - 1) >> 16));
        }
        out.write(head.flip());
        copy(in, frame, out);
        out.write(ByteBuffer.allocate((int) padding));
      }
    }
  }

  private static void copy(FileChannel in, WebpFrame frame, FileChannel out) throws IOException {
    long copied = 0;
    while (copied < frame.length()) {
      long part = in.transferTo(frame.offset() + copied, frame.length() - copied, out);
      if (part <= 0) {
        throw new IOException("the image ended while it was read");
      }
      copied += part;
    }
  }
}
