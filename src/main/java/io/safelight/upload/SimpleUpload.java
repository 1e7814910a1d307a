package io.safelight.upload;

import io.safelight.blob.BlobSink;
import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.error.StoreException;
import io.safelight.image.ImageType;
import io.safelight.media.AppendOutcome;
import io.safelight.media.FinalizeOutcome;
import io.safelight.media.Lane;
import io.safelight.media.Media;
import io.safelight.media.MediaCategory;
import io.safelight.media.MediaId;
import io.safelight.media.MediaKeys;
import io.safelight.media.MediaKind;
import io.safelight.media.MediaRepository;
import io.safelight.media.Segment;
import io.safelight.media.UserId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** Simple upload: an image or GIF in one request. Thread-safe. */
final class SimpleUpload {
  private static final Duration RETRY_AFTER = Duration.ofMinutes(1);

  private final MediaRepository repository;
  private final UploadOpener opener;
  private final UploadLimits limits;
  private final MediaKeys keys;
  private final ResultWait results;
  private final Consumer<Lane> nudge;

  SimpleUpload(
      MediaRepository repository,
      UploadOpener opener,
      UploadLimits limits,
      MediaKeys keys,
      ResultWait results,
      Consumer<Lane> nudge) {
    this.repository = repository;
    this.opener = opener;
    this.limits = limits;
    this.keys = keys;
    this.results = results;
    this.nudge = nudge;
  }

  UploadAnswer upload(UserId user, SimpleCommand command, BlobSink payload, Instant receivedAt) throws IOException {
    ImageType type = imageType(payload);
    MediaCategory category = command.category().orElseGet(() -> inferred(type));
    if (category.kind() != MediaKind.IMAGE && category.kind() != MediaKind.GIF) {
      throw new SafelightException(
          ErrorCode.MEDIA_TYPE_UNRECOGNIZED,
          "media type unrecognized. Upload media of category "
              + category.wireName()
              + " with INIT, APPEND and FINALIZE.");
    }
    limits.checkSimple(payload.size());
    try (ResultWait.Place place = results.enter(user)) {
      // Before the bytes are committed, like INIT, so that bytes that a crash leaves behind belong to a media and go with it.
      MediaId id = opener.openForWholeFile(user, command, category, type.contentType(), payload.size()).id();
      return place.await(store(id, payload), receivedAt);
    }
  }

  private Media store(MediaId id, BlobSink payload) throws IOException {
    try {
      String key = keys.segment(id, 0);
      payload.commit(key);
      switch (repository.append(id, new Segment(0, key, payload.size(), payload.crc32c()))) {
        case AppendOutcome.Stored _ -> {}
        case AppendOutcome.Refused _ -> throw ended();
      }
      return switch (repository.finalizeUpload(id, Lane.QUICK)) {
        case FinalizeOutcome.Finalized(Media finalized) -> {
          nudge.accept(Lane.QUICK);
          yield finalized;
        }
        case FinalizeOutcome.AlreadyFinalized(Media finalized) -> finalized;
        case FinalizeOutcome.Incomplete _, FinalizeOutcome.Gone _ -> throw ended();
      };
    } catch (IOException | RuntimeException failure) {
      abandon(id, failure);
      throw failure;
    }
  }

  /** Nobody was told the id: what stays would only use up a quota and the disk until it expires, and does if the store fails. */
  private void abandon(MediaId id, Exception failure) {
    try {
      repository.abandon(id);
    } catch (StoreException stays) {
      failure.addSuppressed(stays);
    }
  }

  /** Its time was over before its bytes were on the disk, or its owner guessed the id and changed it meanwhile. */
  private static SafelightException ended() {
    return new SafelightException(
            ErrorCode.OVER_CAPACITY, "Over capacity: the image could not be stored in time. Send this request again.")
        .retryAfter(RETRY_AFTER);
  }

  private static MediaCategory inferred(ImageType type) {
    return MediaCategory.infer(type.contentType()).orElseThrow();
  }

  private static ImageType imageType(BlobSink payload) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(ImageType.HEAD_BYTES);
    try (SeekableByteChannel content = payload.content()) {
      while (head.hasRemaining() && content.read(head) >= 0) {
        // Read on: a channel may return less than was asked for.
      }
    }
    return ImageType.of(head.flip())
        .orElseThrow(
            () ->
                new SafelightException(
                    ErrorCode.MEDIA_TYPE_UNRECOGNIZED,
                    "media type unrecognized. A simple upload takes JPEG, PNG, GIF, WebP, HEIC, AVIF, TIFF and BMP; upload"
                        + " videos with INIT, APPEND and FINALIZE."));
  }
}
