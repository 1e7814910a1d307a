package io.safelight.blob;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Every write says that the disk is full, until somebody has made room. */
public final class FullDisk extends DurableFiles {
  private volatile boolean full = true;

  /** Files that are created from now on can be written. */
  public void makeRoom() {
    full = false;
  }

  /** Files that are created from now on cannot be written. */
  public void fill() {
    full = true;
  }

  @Override
  public FileChannel create(Path file) throws IOException {
    FileChannel channel = super.create(file);
    return full ? new FullChannel(channel) : channel;
  }
}
