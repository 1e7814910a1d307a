package io.safelight.api;

import io.safelight.blob.BlobSink;
import io.safelight.blob.BlobStore;
import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.http.Parameter;
import io.safelight.http.RequestBody.PartSink;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes the bytes of the one media in a request, in whichever form they come, and streams them into one {@link BlobSink}. Closing
 * it discards what was not committed, so that a body that is cut off or refused leaves nothing. Not thread-safe.
 */
public final class PayloadReceiver implements AutoCloseable {
  private static final int BUFFER = 16 * 1024;

  private final BlobStore blobs;
  private final long maxBytes;
  private final Runnable beforeMedia;
  private @Nullable BlobSink sink;

  /**
   * @param maxBytes of the media; more is PAYLOAD_TOO_LARGE as soon as it comes
   * @param beforeMedia called when the media begins, before anything is stored; may refuse it by throwing
   */
  public PayloadReceiver(BlobStore blobs, long maxBytes, Runnable beforeMedia) {
    this.blobs = blobs;
    this.maxBytes = maxBytes;
    this.beforeMedia = beforeMedia;
  }

  /** The bytes received; empty when the request had none. Its owner stays this receiver. */
  public Optional<BlobSink> payload() {
    return Optional.ofNullable(sink);
  }

  /** Begins a media that comes as bytes. */
  PartSink raw() throws IOException {
    BlobSink target = begin();
    return new PartSink() {
      @Override
      public void write(ByteBuffer bytes) throws IOException {
        append(target, bytes);
      }

      @Override
      public void end() {}
    };
  }

  /** Begins a media that comes as base64; see {@link Base64Decoder} for the parameters. */
  PartSink base64(String parameter, boolean spaceIsPlus) throws IOException {
    BlobSink target = begin();
    var decoder = new Base64Decoder(parameter, spaceIsPlus, bytes -> append(target, bytes));
    return new PartSink() {
      @Override
      public void write(ByteBuffer bytes) throws IOException {
        decoder.write(bytes);
      }

      @Override
      public void end() throws IOException {
        decoder.end();
      }
    };
  }

  /** Takes a media that is the base64 value of a parameter in a query or an urlencoded body. */
  void base64(Parameter parameter) throws IOException {
    PartSink decoder = base64(parameter.name(), true);
    byte[] buffer = new byte[BUFFER];
    try (InputStream value = parameter.open()) {
      for (int read = value.read(buffer); read >= 0; read = value.read(buffer)) {
        decoder.write(ByteBuffer.wrap(buffer, 0, read));
      }
    }
    decoder.end();
  }

  /** Begins a media whose bytes somebody else decodes. */
  public OutputStream stream() throws IOException {
    BlobSink target = begin();
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        append(target, ByteBuffer.wrap(bytes, offset, length));
      }
    };
  }

  @Override
  public void close() {
    if (sink != null) {
      sink.close();
    }
  }

  private BlobSink begin() throws IOException {
    if (sink != null) {
      throw Parameters.invalid("media", "send the media once, as media or as media_data.");
    }
    beforeMedia.run();
    sink = blobs.create();
    return sink;
  }

  private void append(BlobSink target, ByteBuffer bytes) throws IOException {
    if (target.size() + bytes.remaining() > maxBytes) {
      throw new SafelightException(
              ErrorCode.PAYLOAD_TOO_LARGE,
              "The media in this request is too large. Upload it with INIT, APPEND in segments, and FINALIZE.")
          .with("limit", maxBytes);
    }
    target.write(bytes);
  }
}
