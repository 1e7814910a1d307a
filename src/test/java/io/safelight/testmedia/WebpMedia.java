package io.safelight.testmedia;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Animated WebP written chunk by chunk, to have every way in which a frame can be laid on the canvas. */
public final class WebpMedia {
  private static final int WIDTH = 100;
  private static final int HEIGHT = 60;

  private WebpMedia() {}

  /**
   * On a transparent canvas of 100x60, one after the other for 200 ms each: a red square of 40 at the left, which is cleared; a
   * green one at 50, which stays; a half transparent white one over that; and an empty one in the place of that.
   */
  public static Path everyWay() {
    int blend = 0;
    int replace = 2;
    int clear = 1;
    return animation(
        "every-way.webp",
        frame(0, 10, "red", "-lossless 1", replace | clear),
        frame(50, 10, "lime", "-lossless 0", blend),
        frame(50, 10, "white@0.5", "-lossless 1", blend),
        frame(50, 10, "black@0", "-lossless 0", replace));
  }

  /** An animation of a single frame, which is smaller than the canvas. */
  public static Path singleFrame() {
    return animation("single.webp", frame(50, 10, "red", "-lossless 1", 0));
  }

  /** Its frame says that it is larger than its picture. */
  public static Path lyingFrame() {
    byte[] frame = frame(0, 0, "red", "-lossless 1", 0);
    frame[8 + 6] = 80;
    return animation("lying.webp", frame, frame(0, 0, "lime", "-lossless 1", 0));
  }

  /** The pixels of its second frame are noise. */
  public static Path damagedFrame() {
    byte[] frame = frame(0, 0, "lime", "-lossless 0", 0);
    Arrays.fill(frame, frame.length - 20, frame.length, (byte) 0xff);
    byte[] pictureOfWrongSignature = frame(0, 0, "red", "-lossless 1", 0);
    return animation("damaged.webp", pictureOfWrongSignature, withoutStartCode(frame));
  }

  private static byte[] withoutStartCode(byte[] frame) {
    int start = new String(frame, ISO_8859_1).indexOf("VP8 ") + 8;
    byte[] changed = frame.clone();
    changed[start + 3] ^= 1;
    return changed;
  }

  private static Path animation(String name, byte[]... frames) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes("WEBP".getBytes(US_ASCII));
    byte[] canvas = new byte[10];
    buffer(canvas)
        .putInt(0x12).putShort((short) (WIDTH - 1)).put((byte) 0).putShort((short) (HEIGHT - 1)).put((byte) 0);
    body.writeBytes(chunk("VP8X", canvas));
    body.writeBytes(chunk("ANIM", new byte[6]));
    for (byte[] frame : frames) {
      body.writeBytes(frame);
    }
    byte[] file = chunk("RIFF", body.toByteArray());
    return GeneratedFiles.file(name, "%08x".formatted(Arrays.hashCode(file)), target -> Files.write(target, file));
  }

  private static byte[] frame(int x, int y, String color, String options, int flags) {
    Path still =
        GeneratedFiles.byFfmpeg(
            "square.webp",
            List.of(
                ("-f lavfi -i color=" + color + ":s=40x40,format=rgba -frames:v 1 -c:v libwebp " + options).split(" ")));
    byte[] bytes = read(still);
    boolean extended = new String(bytes, 12, 4, US_ASCII).equals("VP8X");
    int picture = extended ? 30 : 12;
    byte[] content = new byte[16 + bytes.length - picture];
    ByteBuffer frame = buffer(content);
    frame.putShort((short) (x / 2)).put((byte) 0).putShort((short) (y / 2)).put((byte) 0);
    frame.putShort((short) 39).put((byte) 0).putShort((short) 39).put((byte) 0);
    frame.putShort((short) 200).put((byte) 0).put((byte) flags).put(bytes, picture, bytes.length - picture);
    return chunk("ANMF", content);
  }

  private static byte[] chunk(String type, byte[] content) {
    byte[] chunk = new byte[8 + content.length + content.length % 2];
    buffer(chunk).put(type.getBytes(US_ASCII)).putInt(content.length).put(content);
    return chunk;
  }

  private static ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
