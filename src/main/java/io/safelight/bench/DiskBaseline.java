package io.safelight.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** What this disk takes when several writers make files of this size durable: write, fsync, rename, fsync of the folder. */
final class DiskBaseline {
  private DiskBaseline() {}

  /** Writes so many files with so many writers and returns how long it took. */
  static Duration write(Path folder, int files, int writers, byte[] content) throws InterruptedException {
    return Parallel.run(
        writers,
        writer -> {
          ByteBuffer bytes = ByteBuffer.allocateDirect(content.length).put(content);
          Path own = Files.createDirectories(folder.resolve("writer-" + writer));
          for (int i = writer; i < files; i += writers) {
            durably(own, Integer.toString(i), bytes.flip());
          }
        });
  }

  private static void durably(Path folder, String name, ByteBuffer bytes) throws IOException {
    Path tmp = folder.resolve(name + ".tmp");
    try (FileChannel file = FileChannel.open(tmp, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(false);
    }
    Files.move(tmp, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }
}
