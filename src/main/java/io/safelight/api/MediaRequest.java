package io.safelight.api;

import io.safelight.blob.BlobSink;
import java.util.Optional;

/**
 * A request that was read completely. Must be closed; what was not committed of the media is then gone.
 *
 * @param receiver holds the media, if there is one
 */
public record MediaRequest(Parameters parameters, PayloadReceiver receiver) implements AutoCloseable {

  /** The media in the request. */
  public Optional<BlobSink> media() {
    return receiver.payload();
  }

  @Override
  public void close() {
    receiver.close();
  }
}
