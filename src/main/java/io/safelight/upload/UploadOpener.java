package io.safelight.upload;

import io.safelight.blob.BlobStore;
import io.safelight.config.UploadConfig;
import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.media.Admission;
import io.safelight.media.Expiry;
import io.safelight.media.IdGenerator;
import io.safelight.media.Media;
import io.safelight.media.MediaCategory;
import io.safelight.media.MediaId;
import io.safelight.media.MediaKeys;
import io.safelight.media.MediaRepository;
import io.safelight.media.NewMedia;
import io.safelight.media.Owners;
import io.safelight.media.UserId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Makes the row that every upload begins with, and with it reserves the bytes that are to come. Thread-safe. */
final class UploadOpener {
  /** How long a row waits for bytes that are here already: after a crash nobody knows its id. */
  private static final Duration WHOLE_FILE_TIME = Duration.ofMinutes(10);
  private static final Duration RETRY_AFTER = Duration.ofMinutes(1);

  private final MediaRepository repository;
  private final BlobStore blobs;
  private final IdGenerator ids;
  private final MediaKeys keys;
  private final Expiry expiry;
  private final UploadConfig config;
  private final InstantSource clock;

  UploadOpener(
      MediaRepository repository,
      BlobStore blobs,
      IdGenerator ids,
      MediaKeys keys,
      Expiry expiry,
      UploadConfig config,
      InstantSource clock) {
    this.repository = repository;
    this.blobs = blobs;
    this.ids = ids;
    this.keys = keys;
    this.expiry = expiry;
    this.config = config;
    this.clock = clock;
  }

  /** Opens an upload that its user sends in segments. Throws QUOTA_EXCEEDED or INSUFFICIENT_STORAGE. */
  Media openForSegments(UserId user, InitCommand command, MediaCategory category) throws IOException {
    Instant now = clock.instant();
    return create(
        new NewMedia(
            new MediaId(ids.next()),
            Owners.of(user, command.additionalOwners(), config.additionalOwners()),
            category,
            command.category().isPresent(),
            command.mediaType(),
            command.totalBytes(),
            keys.slug(),
            now,
            expiry.endOfUseless(now, category)),
        config.maxOpen(),
        config.maxOpenBytes().bytes());
  }

  /**
   * Opens an upload whose bytes are here. Only the disk limits it: it is open for a moment, which should not count against uploads
   * that are open for hours. Throws INSUFFICIENT_STORAGE.
   */
  Media openForWholeFile(UserId user, SimpleCommand command, MediaCategory category, String mediaType, long bytes)
      throws IOException {
    Instant now = clock.instant();
    return create(
        new NewMedia(
            new MediaId(ids.next()),
            Owners.of(user, command.additionalOwners(), config.additionalOwners()),
            category,
            command.category().isPresent(),
            mediaType,
            bytes,
            keys.slug(),
            now,
            now.plus(WHOLE_FILE_TIME)),
        Integer.MAX_VALUE,
        Long.MAX_VALUE);
  }

  private Media create(NewMedia media, int maxOpen, long maxOpenBytes) throws IOException {
    // What open uploads may still take: what is free now, less the reserve. The store counts what they have not yet sent.
    long available = Math.max(0, blobs.availableBytes() - config.reserve().bytes());
    return switch (repository.create(media, new Admission(maxOpen, maxOpenBytes, available))) {
      case Admission.Outcome.Admitted(Media admitted) -> admitted;
      case Admission.Outcome.TooManyUploads(int limit, int actual) ->
          throw quotaExceeded("open uploads", "open_uploads", limit, actual);
      case Admission.Outcome.TooManyBytes(long limit, long actual) ->
          throw quotaExceeded("bytes in open uploads", "open_bytes", limit, actual);
      case Admission.Outcome.NoSpace() ->
          throw new SafelightException(ErrorCode.INSUFFICIENT_STORAGE).retryAfter(RETRY_AFTER);
    };
  }

  private static SafelightException quotaExceeded(String what, String property, long limit, long actual) {
    return new SafelightException(
            ErrorCode.QUOTA_EXCEEDED,
            "The quota of "
                + what
                + " is used up. Finalize uploads that are under way, or wait until abandoned ones expire.")
        .with("reason", "quota_exceeded")
        .with("property", property)
        .with("limit", limit)
        .with("actual", actual);
  }
}
