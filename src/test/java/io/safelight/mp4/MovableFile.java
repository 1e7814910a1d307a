package io.safelight.mp4;

import static io.safelight.hostile.Boxes.concat;

import io.safelight.mp4.Mp4Layout.IndexAtEnd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A file whose index is at its end, and how it is moved. */
final class MovableFile {
  private final byte[] bytes;
  private final IndexAtEnd layout;

  MovableFile(byte[] bytes, IndexAtEnd layout) {
    this.bytes = bytes;
    this.layout = layout;
  }

  static MovableFile of(Path file) throws IOException {
    return of(Files.readAllBytes(file));
  }

  static MovableFile of(byte[] bytes) {
    return new MovableFile(bytes, (IndexAtEnd) Mp4Layout.of(ByteBuffer.wrap(bytes), bytes.length));
  }

  byte[] bytes() {
    return bytes;
  }

  IndexAtEnd layout() {
    return layout;
  }

  ByteBuffer front() {
    return ByteBuffer.wrap(bytes, 0, (int) layout.payloadStart());
  }

  ByteBuffer tail() {
    return ByteBuffer.wrap(bytes, (int) layout.payloadEnd(), bytes.length - (int) layout.payloadEnd());
  }

  byte[] payload() {
    return Arrays.copyOfRange(bytes, (int) layout.payloadStart(), (int) layout.payloadEnd());
  }

  /** The whole file, index first. */
  byte[] moved() throws UnmovableIndexException {
    return concat(MovedIndex.head(layout, front(), tail()), payload());
  }
}
