package io.safelight.processing;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import io.safelight.blob.BlobStore;
import io.safelight.blob.DamagedUploadException;
import io.safelight.blob.StoredUpload;
import io.safelight.media.Media;
import io.safelight.media.MediaRepository;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Copies the segments of an upload into one file. Thread-safe. */
final class SourceAssembler {
  private final MediaRepository media;
  private final BlobStore blobs;

  SourceAssembler(MediaRepository media, BlobStore blobs) {
    this.media = media;
    this.blobs = blobs;
  }

  /**
   * Writes the uploaded file to {@code target}. Not durable: it is a copy that can be made again.
   *
   * @throws AttemptException a fault of the server, when the stored bytes are not those that were acknowledged; the
   *     client's file is never blamed for that
   */
  void assemble(Media upload, Path target) throws IOException, AttemptException {
    try (FileChannel out = FileChannel.open(target, CREATE_NEW, WRITE)) {
      new StoredUpload(blobs::open, media.segments(upload.id()), upload.totalBytes()).copyTo(out);
    } catch (DamagedUploadException e) {
      throw AttemptException.fault(String.valueOf(e.getMessage()));
    }
  }
}
