package io.safelight.cli;

import io.safelight.file.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * A file that did not exist before, readable by its owner only. It is reserved before there is something to write, so
 * that what can be had only once is not asked for in vain; nothing is ever overwritten. One that is closed without
 * having been written is removed.
 */
final class NewFile implements AutoCloseable {
  private final Path path;
  private boolean written;

  private NewFile(Path path) {
    this.path = path;
  }

  /**
   * Makes the file, empty.
   *
   * @throws CommandFailure there is such a file already
   * @throws IOException it cannot be made
   */
  static NewFile reserve(Path path) throws CommandFailure, IOException {
    try {
      Files.createFile(path, OwnerOnly.file());
      return new NewFile(path);
    } catch (FileAlreadyExistsException e) {
      throw CommandFailure.wrongArgument(path + " exists already and is not overwritten; choose another file.");
    }
  }

  /** What a file is to hold. */
  interface Content {
    void copyTo(WritableByteChannel out) throws IOException;
  }

  /** Writes a text, as {@link #write(Content)} does. */
  void write(String text) throws IOException {
    write(
        out -> {
          ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
          while (bytes.hasRemaining()) {
            out.write(bytes);
          }
        });
  }

  /** Writes the whole of it. When this returns the content is on the disk; when it throws, there is none of it. */
  void write(Content content) throws IOException {
    Path absolute = path.toAbsolutePath();
    Path whole = absolute.resolveSibling(absolute.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            whole, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OwnerOnly.file())) {
      content.copyTo(channel);
      channel.force(true);
      Files.move(whole, absolute, StandardCopyOption.ATOMIC_MOVE);
      written = true;
    } finally {
      if (!written) {
        Files.deleteIfExists(whole);
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (!written) {
      Files.deleteIfExists(path);
    }
  }
}
