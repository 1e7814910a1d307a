package io.safelight.processing;

import io.safelight.blob.BlobSink;
import io.safelight.blob.BlobStore;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.List;

/** A blob store that a test can disturb at one place. */
class ForwardingBlobs implements BlobStore {
  private final BlobStore real;

  ForwardingBlobs(BlobStore real) {
    this.real = real;
  }

  @Override
  public BlobSink create() throws IOException {
    return real.create();
  }

  @Override
  public SeekableByteChannel open(String key) throws IOException {
    return real.open(key);
  }

  @Override
  public void delete(String key) throws IOException {
    real.delete(key);
  }

  @Override
  public List<String> list(String prefix) throws IOException {
    return real.list(prefix);
  }

  @Override
  public long availableBytes() throws IOException {
    return real.availableBytes();
  }
}
