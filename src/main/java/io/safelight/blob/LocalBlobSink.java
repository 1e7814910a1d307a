package io.safelight.blob;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file in the tmp folder that becomes a blob. */
final class LocalBlobSink implements BlobSink {
  private static final Logger log = LoggerFactory.getLogger(LocalBlobSink.class);

  private final LocalBlobStore store;
  private final Path file;
  private final DurableFiles files;
  private final FileChannel channel;
  private final CRC32C crc = new CRC32C();
  private long size;
  private State state = State.WRITING;

  private enum State {
    WRITING,
    /** A write or a commit failed or was begun: what is in the file is not to be relied on. */
    BROKEN,
    COMMITTED,
    CLOSED
  }

  LocalBlobSink(LocalBlobStore store, Path file, DurableFiles files) throws IOException {
    this.store = store;
    this.file = file;
    this.files = files;
    this.channel = files.create(file);
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    requireWriting();
    state = State.BROKEN;
    int count = bytes.remaining();
    crc.update(bytes.duplicate());
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    size += count;
    state = State.WRITING;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int crc32c() {
    return (int) crc.getValue();
  }

  @Override
  public SeekableByteChannel content() throws IOException {
    requireWriting();
    return Files.newByteChannel(file, StandardOpenOption.READ);
  }

  @Override
  public void commit(String key) throws IOException {
    requireWriting();
    state = State.BROKEN;
    files.force(channel);
    store.publish(file, key);
    state = State.COMMITTED;
    removeFile();
  }

  /** What cannot be removed now is swept at the next start; it must not turn an answer that is right into an error. */
  @Override
  public void close() {
    if (state == State.CLOSED) {
      return;
    }
    if (state != State.COMMITTED) {
      removeFile();
    }
    state = State.CLOSED;
    try {
      channel.close();
    } catch (IOException e) {
      log.warn("Could not close {}", file, e);
    }
  }

  private void removeFile() {
    try {
      files.unlink(file);
    } catch (IOException e) {
      log.warn("Could not remove {}; it will be swept at the next start", file, e);
    }
  }

  private void requireWriting() {
    if (state != State.WRITING) {
      throw new IllegalStateException("this sink is " + state.name().toLowerCase(Locale.ROOT));
    }
  }
}
