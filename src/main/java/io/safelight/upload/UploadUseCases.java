package io.safelight.upload;

import io.safelight.blob.BlobSink;
import io.safelight.blob.BlobStore;
import io.safelight.config.LimitsConfig;
import io.safelight.config.UploadConfig;
import io.safelight.error.SafelightException;
import io.safelight.media.EarlyWork;
import io.safelight.media.Expiry;
import io.safelight.media.IdGenerator;
import io.safelight.media.Lane;
import io.safelight.media.MediaId;
import io.safelight.media.MediaKeys;
import io.safelight.media.MediaRepository;
import io.safelight.media.MediaStatus;
import io.safelight.media.MediaWaiter;
import io.safelight.media.StatusReader;
import io.safelight.media.UserId;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/** What users do with their uploads; each method is one use case, with a class of its own behind it. Thread-safe. */
public final class UploadUseCases {
  private final UploadLimits limits;
  private final InitUpload init;
  private final AppendSegment append;
  private final FinalizeUpload finalizing;
  private final SimpleUpload simple;
  private final DescribeMedia describe;

  /**
   * @param nudge wakes the workers of a lane after a job was inserted
   * @param early is told of each segment
   */
  public UploadUseCases(
      MediaRepository repository,
      BlobStore blobs,
      StatusReader statuses,
      MediaWaiter waiter,
      Consumer<Lane> nudge,
      EarlyWork early,
      IdGenerator ids,
      Expiry expiry,
      UploadConfig config,
      LimitsConfig limits,
      InstantSource clock) {
    this.limits = new UploadLimits(limits, config);
    var keys = new MediaKeys();
    var owned = new OwnedMedia(repository);
    var opener = new UploadOpener(repository, blobs, ids, keys, expiry, config, clock);
    var results = new ResultWait(waiter, statuses, config);
    this.init = new InitUpload(opener, this.limits, statuses);
    this.append = new AppendSegment(repository, blobs, owned, this.limits, keys, early, config.earlyRefusal());
    this.finalizing = new FinalizeUpload(repository, owned, statuses, results, early, nudge);
    this.simple = new SimpleUpload(repository, opener, this.limits, keys, results, nudge);
    this.describe = new DescribeMedia(repository, owned, config.altTextCharacters());
  }

  /** Bytes of media that one request may bring; what is larger need not be received, as no use case takes it. */
  public long maxPayload() {
    return limits.largestPayload();
  }

  /** Bytes of a request body that brings media, encoded in whichever way. */
  public long maxBody() {
    return limits.largestBody();
  }

  /**
   * INIT: opens an upload and reserves its bytes. When this returns, its row is durable.
   *
   * @throws SafelightException MEDIA_TYPE_UNRECOGNIZED, FILE_SIZE_EXCEEDED, PARAMETER_INVALID, QUOTA_EXCEEDED or
   *     INSUFFICIENT_STORAGE
   */
  public MediaStatus init(UserId user, InitCommand command) throws IOException {
    return init.init(user, command);
  }

  /**
   * APPEND: stores a segment. When this returns, its bytes survive a crash and a power cut.
   *
   * @param payload all bytes of the segment; left for the caller to close
   * @throws SafelightException NOT_FOUND, UPLOAD_NOT_OPEN, SEGMENT_INDEX_OUT_OF_RANGE, SEGMENT_TOO_LARGE or
   *     SEGMENTS_EXCEED_TOTAL, and with {@code upload.early-refusal} MEDIA_FAILED; nothing was stored
   */
  public AppendReceipt append(UserId user, MediaId id, int index, BlobSink payload) throws IOException {
    return append.append(user, id, index, payload);
  }

  /**
   * FINALIZE: closes an upload. When this returns, the media will end in succeeded or failed, whatever dies in between. Calling
   * it again gives the same outcome with the present state.
   *
   * @param receivedAt when the request arrived; waiting for a result ends {@code upload.sync-wait} later
   * @throws SafelightException NOT_FOUND; SEGMENTS_INCOMPLETE, the upload stays open; OVER_CAPACITY before anything was
   *     committed; MEDIA_FAILED when processing failed while this waited
   */
  public UploadAnswer finalizeUpload(UserId user, MediaId id, Instant receivedAt) {
    return finalizing.finalizeUpload(user, id, receivedAt);
  }

  /**
   * Simple upload: stores and processes an image. When this throws before the image is durable, nothing is left of the upload.
   *
   * @param payload the whole file; left for the caller to close
   * @param receivedAt when the request arrived; waiting for the result ends {@code upload.sync-wait} later
   * @throws SafelightException MEDIA_TYPE_UNRECOGNIZED when the bytes are no image, FILE_SIZE_EXCEEDED, OVER_CAPACITY or
   *     INSUFFICIENT_STORAGE before anything was stored; MEDIA_FAILED when processing failed while this waited
   */
  public UploadAnswer uploadImage(UserId user, SimpleCommand command, BlobSink payload, Instant receivedAt)
      throws IOException {
    return simple.upload(user, command, payload, receivedAt);
  }

  /**
   * Describes an image or GIF for people who cannot see it; an empty text removes the description.
   *
   * @throws SafelightException NOT_FOUND, or PARAMETER_INVALID for a video, subtitles, or a text that is too long
   */
  public void describe(UserId user, MediaId id, String altText) {
    describe.describe(user, id, altText);
  }
}
