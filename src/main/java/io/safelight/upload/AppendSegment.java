package io.safelight.upload;

import io.safelight.blob.BlobSink;
import io.safelight.blob.BlobStore;
import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.media.AppendOutcome;
import io.safelight.media.EarlyWork;
import io.safelight.media.Media;
import io.safelight.media.MediaError;
import io.safelight.media.MediaId;
import io.safelight.media.MediaKeys;
import io.safelight.media.MediaRepository;
import io.safelight.media.MediaState;
import io.safelight.media.Segment;
import io.safelight.media.UserId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * APPEND: makes one segment durable. The order of the steps is the promise: bytes, fsync, rename, fsync of the folder, and only
 * then the row that names them, which is the commit point. Whatever dies before the row leaves the upload as it was.
 * Thread-safe; segments of one upload may come in parallel and in any order.
 */
final class AppendSegment {
  private static final Logger log = LoggerFactory.getLogger(AppendSegment.class);
  private static final int COMPARE_BUFFER = 64 * 1024;

  private final MediaRepository repository;
  private final BlobStore blobs;
  private final OwnedMedia owned;
  private final UploadLimits limits;
  private final MediaKeys keys;
  private final EarlyWork early;
  private final boolean earlyRefusal;

  AppendSegment(
      MediaRepository repository,
      BlobStore blobs,
      OwnedMedia owned,
      UploadLimits limits,
      MediaKeys keys,
      EarlyWork early,
      boolean earlyRefusal) {
    this.repository = repository;
    this.blobs = blobs;
    this.owned = owned;
    this.limits = limits;
    this.keys = keys;
    this.early = early;
    this.earlyRefusal = earlyRefusal;
  }

  AppendReceipt append(UserId user, MediaId id, int index, BlobSink payload) throws IOException {
    limits.checkIndex(index);
    Media media = owned.find(user, id);
    if (media.state() != MediaState.OPEN) {
      throw notOpen();
    }
    Optional<MediaError> refusal = earlyRefusal ? early.refusal(id) : Optional.empty();
    if (refusal.isPresent()) {
      throw FailedMedia.because(refusal.get());
    }
    limits.checkSegment(payload.size());
    if (isStoredAlready(id, index, payload)) {
      return new AppendReceipt(media, repository.segments(id).size());
    }
    String key = keys.segment(id, index);
    var segment = new Segment(index, key, payload.size(), payload.crc32c());
    payload.commit(key);
    // A StoreException leaves open whether the row was committed. The file then stays: a key that no row names costs some
    // space until the media ends, but a row whose file is gone would be a lost segment.
    return switch (repository.append(id, segment)) {
      case AppendOutcome.Stored stored -> {
        String replacedKey = stored.replacedKey();
        if (replacedKey != null) {
          // Before the answer: whoever sends a segment over and over would fill the disk before the garbage is collected. Of an
          // open upload nobody reads but isStoredAlready, which takes a missing file for other bytes.
          discard(replacedKey);
        }
        early.appended(stored.media());
        yield new AppendReceipt(stored.media(), stored.segmentCount());
      }
      case AppendOutcome.Refused refused -> {
        discard(key);
        throw refusal(refused);
      }
    };
  }

  /** What stays goes with its media or as garbage; the outcome holds either way, and sending the segment again would not help. */
  private void discard(String key) {
    try {
      blobs.delete(key);
    } catch (IOException e) {
      log.warn("A segment that nothing names could not be removed", e);
    }
  }

  private boolean isStoredAlready(MediaId id, int index, BlobSink payload) throws IOException {
    Optional<Segment> present = repository.segment(id, index);
    if (present.isEmpty()
        || present.get().size() != payload.size()
        || present.get().crc32c() != payload.crc32c()) {
      return false;
    }
    // Equal checksums make it likely, only equal bytes make it true: a wrong guess would drop acknowledged bytes.
    try (ReadableByteChannel stored = blobs.open(present.get().key());
        ReadableByteChannel sent = payload.content()) {
      return sameBytes(stored, sent);
    } catch (NoSuchFileException replacedMeanwhile) {
      return false;
    }
  }

  private static boolean sameBytes(ReadableByteChannel left, ReadableByteChannel right) throws IOException {
    ByteBuffer leftBytes = ByteBuffer.allocate(COMPARE_BUFFER);
    ByteBuffer rightBytes = ByteBuffer.allocate(COMPARE_BUFFER);
    while (true) {
      boolean leftEnded = !fill(left, leftBytes);
      boolean rightEnded = !fill(right, rightBytes);
      if (!leftBytes.flip().equals(rightBytes.flip())) {
        return false;
      }
      if (leftEnded || rightEnded) {
        return leftEnded && rightEnded;
      }
      leftBytes.clear();
      rightBytes.clear();
    }
  }

  private static boolean fill(ReadableByteChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        return false;
      }
    }
    return true;
  }

  private static SafelightException refusal(AppendOutcome.Refused refused) {
    return switch (refused) {
      case AppendOutcome.NotOpen notOpen -> notOpen();
      case AppendOutcome.ExceedsTotal(long total, long received) ->
          new SafelightException(ErrorCode.SEGMENTS_EXCEED_TOTAL)
              .with("total_bytes", total)
              .with("bytes_received", received);
      case AppendOutcome.Gone gone -> OwnedMedia.notFound();
    };
  }

  private static SafelightException notOpen() {
    return new SafelightException(ErrorCode.UPLOAD_NOT_OPEN);
  }
}
