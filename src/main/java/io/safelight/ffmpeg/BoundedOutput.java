package io.safelight.ffmpeg;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/** Keeps what a process writes, up to a limit beyond which the rest is dropped. Read it after the process has ended. */
final class BoundedOutput implements Consumer<byte[]> {
  private static final int LIMIT = 4 << 20;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Override
  public void accept(byte[] more) {
    bytes.write(more, 0, Math.min(more.length, LIMIT - bytes.size()));
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }
}
