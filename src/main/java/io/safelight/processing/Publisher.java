package io.safelight.processing;

import io.safelight.blob.BlobSink;
import io.safelight.blob.BlobStore;
import io.safelight.ffmpeg.JobFile;
import io.safelight.media.ClaimedJob;
import io.safelight.media.MediaId;
import io.safelight.media.MediaKeys;
import io.safelight.media.Variant;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the files of an attempt durable under keys that were never used. The transaction that names the keys is the
 * commit point: a crash before it leaves bytes that nobody sees and {@link MediaSweeper} deletes. Thread-safe.
 */
final class Publisher {
  private static final Logger log = LoggerFactory.getLogger(Publisher.class);
  private static final int BUFFER_BYTES = 1 << 20;

  private final BlobStore blobs;
  private final MediaKeys keys = new MediaKeys();

  Publisher(BlobStore blobs) {
    this.blobs = blobs;
  }

  /**
   * Writes all outputs. When it throws, nothing is left.
   */
  Publication publish(Attempt attempt, ClaimedJob job, Product product) throws IOException {
    MediaId id = attempt.media().id();
    String folder = keys.outputs(id, job.attempt());
    try {
      List<Variant> variants = new ArrayList<>();
      for (Output output : product.outputs()) {
        String key = folder + output.name();
        long size = write(attempt, output.file(), key);
        variants.add(
            new Variant(
                name(job, folder, output),
                output.contentType(),
                key,
                size,
                output.width(),
                output.height(),
                output.bitrate(),
                output.role()));
      }
      return new Publication(folder, variants);
    } catch (IOException | RuntimeException e) {
      delete(folder);
      throw e;
    }
  }

  /** Files are served as what never changes: one that takes the place of another has another name. */
  private static String name(ClaimedJob job, String folder, Output output) {
    return switch (job.kind()) {
      case PRIMARY, REST -> output.name();
      case REPROCESS -> MediaKeys.edition(folder) + output.name();
    };
  }

  /** Deletes what was written for an attempt that was not allowed to end the job. */
  void withdraw(Publication publication) {
    delete(publication.folder());
  }

  private long write(Attempt attempt, Path file, String key) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    try (FileChannel in = JobFile.open(attempt.folder(), file);
        BlobSink sink = blobs.create()) {
      while (in.read(buffer.clear()) >= 0) {
        sink.write(buffer.flip());
      }
      sink.commit(key);
      return sink.size();
    }
  }

  private void delete(String folder) {
    try {
      blobs.delete(folder);
    } catch (IOException e) {
      log.warn("{} could not be deleted and stays until its media goes", folder, e);
    }
  }
}
