package io.safelight.upload;

import io.safelight.blob.BlobSink;
import io.safelight.blob.BlobStore;
import io.safelight.config.UploadConfig;
import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.error.StoreException;
import io.safelight.image.ImageType;
import io.safelight.media.Admission;
import io.safelight.media.AppendOutcome;
import io.safelight.media.FinalizeOutcome;
import io.safelight.media.IdGenerator;
import io.safelight.media.Lane;
import io.safelight.media.MediaCategory;
import io.safelight.media.MediaId;
import io.safelight.media.MediaKeys;
import io.safelight.media.MediaKind;
import io.safelight.media.MediaRepository;
import io.safelight.media.NewMedia;
import io.safelight.media.Owners;
import io.safelight.media.Segment;
import io.safelight.media.UserId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Simple upload: an image or GIF in one request. Thread-safe. */
public final class SimpleUpload {
  /** How long the row waits for its bytes, which are here already: after a crash nobody knows its id. */
  private static final Duration OPEN_TIME = Duration.ofMinutes(10);
  private static final Duration RETRY_AFTER = Duration.ofMinutes(1);

  private final MediaRepository repository;
  private final BlobStore blobs;
  private final Consumer<Lane> nudge;
  private final IdGenerator ids;
  private final UploadConfig config;
  private final UploadLimits limits;
  private final InstantSource clock;
  private final ResultWait results;
  private final MediaKeys keys = new MediaKeys();

  SimpleUpload(UploadParts parts, ResultWait results) {
    this.repository = parts.repository();
    this.blobs = parts.blobs();
    this.nudge = parts.nudge();
    this.ids = parts.ids();
    this.config = parts.upload();
    this.limits = new UploadLimits(parts.limits(), parts.upload());
    this.clock = parts.clock();
    this.results = results;
  }

  /**
   * Stores and processes an image. When this throws before the image is durable, nothing is left of the upload.
   *
   * @param payload the whole file; left for the caller to close
   * @param receivedAt when the request arrived; waiting for the result ends {@code upload.sync-wait} later
   * @throws SafelightException MEDIA_TYPE_UNRECOGNIZED when the bytes are no image, FILE_SIZE_EXCEEDED, OVER_CAPACITY or
   *     INSUFFICIENT_STORAGE before anything was stored; MEDIA_FAILED when processing failed while this waited
   */
  public UploadAnswer upload(UserId user, SimpleCommand command, BlobSink payload, Instant receivedAt)
      throws IOException {
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
    try (ResultWait.Place place = results.enter()) {
      MediaId id = open(user, command, category, type, payload.size());
      store(id, payload);
      return place.await(id, receivedAt);
    }
  }

  private void store(MediaId id, BlobSink payload) throws IOException {
    try {
      String key = keys.segment(id, 0);
      payload.commit(key);
      switch (repository.append(id, new Segment(0, key, payload.size(), payload.crc32c()))) {
        case AppendOutcome.Stored _ -> {}
        case AppendOutcome.Refused _ -> throw ended();
      }
      switch (repository.finalizeUpload(id, Lane.QUICK)) {
        case FinalizeOutcome.Finalized _ -> nudge.accept(Lane.QUICK);
        case FinalizeOutcome.AlreadyFinalized _ -> {}
        case FinalizeOutcome.Incomplete _, FinalizeOutcome.Gone _ -> throw ended();
      }
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

  /**
   * Creates the row before the bytes are committed, like INIT, so that bytes that a crash leaves behind belong to a media and go
   * with it.
   */
  private MediaId open(UserId user, SimpleCommand command, MediaCategory category, ImageType type, long bytes)
      throws IOException {
    Instant now = clock.instant();
    var media =
        new NewMedia(
            new MediaId(ids.next()),
            Owners.of(user, command.additionalOwners(), config.additionalOwners()),
            category,
            command.category().isPresent(),
            type.contentType(),
            bytes,
            keys.slug(),
            now,
            now.plus(OPEN_TIME));
    // Only the disk limits it: it is open for a moment, which should not count against uploads that are open for hours.
    long available = Math.max(0, blobs.availableBytes() - config.reserve().bytes());
    if (repository.create(media, new Admission(Integer.MAX_VALUE, Long.MAX_VALUE, available))
        instanceof Admission.Outcome.Admitted) {
      return media.id();
    }
    throw new SafelightException(ErrorCode.INSUFFICIENT_STORAGE).retryAfter(RETRY_AFTER);
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
                    "media type unrecognized. A simple upload takes JPEG, PNG, GIF and WebP; upload videos with INIT, APPEND"
                        + " and FINALIZE."));
  }
}
