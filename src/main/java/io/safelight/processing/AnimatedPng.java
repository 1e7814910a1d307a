package io.safelight.processing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import io.safelight.image.WebpAnimation;
import io.safelight.image.WebpFrame;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes the frames of an animated WebP as an animated PNG (PNG, third edition, 11.3.6), which has the same rules for laying
 * frames on a canvas, and which ffmpeg reads. Its first frame must cover the canvas, so a transparent one comes before all
 * others. One row of pixels is held at a time.
 */
final class AnimatedPng {
  /** What the transparent frame in front lasts; nobody sees it. */
  private static final int FIRST_DELAY = 100;

  /** Browsers do not believe in a shorter delay, in a WebP as in a GIF, and take the usual one. */
  private static final int SHORTEST_DELAY = 11;

  private static final int USUAL_DELAY = 100;
  private static final long SIGNATURE = 0x89504E470D0A1A0AL;
  private static final int CHANNELS = 4;
  private static final int PART = 1 << 16;

  private final OutputStream out;
  private int sequence;

  private AnimatedPng(OutputStream out) {
    this.out = out;
  }

  /**
   * Writes it.
   *
   * @param pixels of all frames, one behind the other, in RGBA
   */
  static void write(WebpAnimation animation, InputStream pixels, Path target) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target, CREATE_NEW, WRITE))) {
      new AnimatedPng(out).write(animation, pixels);
    }
  }

  private void write(WebpAnimation animation, InputStream pixels) throws IOException {
    out.write(ByteBuffer.allocate(8).putLong(SIGNATURE).array());
    chunk("IHDR",
        ByteBuffer.allocate(13).putInt(animation.width()).putInt(animation.height()).put(new byte[] {8, 6, 0, 0, 0}).array());
    chunk("acTL", ByteBuffer.allocate(8).putInt(animation.frames().size() + 1).putInt(1).array());
    WebpFrame blank =
        new WebpFrame(0, 0, animation.width(), animation.height(), FIRST_DELAY, false, false, false, 0, 0);
    frame(blank, InputStream.nullInputStream(), true);
    for (WebpFrame frame : animation.frames()) {
      frame(frame, pixels, false);
    }
    chunk("IEND", new byte[0]);
  }

  private void frame(WebpFrame frame, InputStream pixels, boolean blank) throws IOException {
    int delay = frame.delayMillis() < SHORTEST_DELAY ? USUAL_DELAY : Math.min(frame.delayMillis(), Short.MAX_VALUE);
    chunk(
        "fcTL",
        ByteBuffer.allocate(26)
            .putInt(sequence++)
            .putInt(frame.width())
            .putInt(frame.height())
            .putInt(frame.x())
            .putInt(frame.y())
            .putShort((short) delay)
            .putShort((short) 1000)
            .put((byte) (frame.cleared() ? 1 : 0))
            .put((byte) (frame.blended() ? 1 : 0))
            .array());
    byte[] row = new byte[1 + CHANNELS * frame.width()];
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    Parts parts = new Parts(blank);
    try (DeflaterOutputStream compressed = new DeflaterOutputStream(parts, deflater)) {
      for (int y = 0; y < frame.height(); y++) {
        if (!blank && pixels.readNBytes(row, 1, row.length - 1) < row.length - 1) {
          throw new IOException("pixels are missing");
        }
        compressed.write(row);
      }
    } finally {
      deflater.end();
    }
    parts.end();
  }

  private void chunk(String type, byte[] content) throws IOException {
    byte[] head = type.getBytes(US_ASCII);
    CRC32 checksum = new CRC32();
    checksum.update(head);
    checksum.update(content);
    out.write(ByteBuffer.allocate(4).putInt(content.length).array());
    out.write(head);
    out.write(content);
    out.write(ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
  }

  /** Cuts compressed pixels into chunks. Those of the first frame are of another type than those of the others. */
  private final class Parts extends OutputStream {
    private final boolean first;
    private final ByteArrayOutputStream part = new ByteArrayOutputStream();

    Parts(boolean first) {
      this.first = first;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      part.write(bytes, from, length);
      if (part.size() >= PART) {
        end();
      }
    }

    void end() throws IOException {
      if (part.size() == 0) {
        return;
      }
      byte[] bytes = part.toByteArray();
      part.reset();
      if (first) {
        chunk("IDAT", bytes);
      } else {
        chunk("fdAT", ByteBuffer.allocate(4 + bytes.length).putInt(sequence++).put(bytes).array());
      }
    }
  }
}
