package io.safelight.upload;

import io.safelight.blob.BlobStore;
import io.safelight.config.UploadConfig;
import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.media.Admission;
import io.safelight.media.Expiry;
import io.safelight.media.IdGenerator;
import io.safelight.media.MediaCategory;
import io.safelight.media.MediaId;
import io.safelight.media.MediaKeys;
import io.safelight.media.MediaRepository;
import io.safelight.media.MediaStatus;
import io.safelight.media.NewMedia;
import io.safelight.media.Owners;
import io.safelight.media.StatusReader;
import io.safelight.media.UserId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** INIT: opens an upload and reserves its bytes. Thread-safe. */
public final class InitUpload {
  private final MediaRepository repository;
  private final BlobStore blobs;
  private final StatusReader statuses;
  private final IdGenerator ids;
  private final Expiry expiry;
  private final UploadConfig config;
  private final UploadLimits limits;
  private final InstantSource clock;
  private final MediaKeys keys = new MediaKeys();

  InitUpload(UploadParts parts) {
    this.repository = parts.repository();
    this.blobs = parts.blobs();
    this.statuses = parts.statuses();
    this.ids = parts.ids();
    this.expiry = parts.expiry();
    this.config = parts.upload();
    this.limits = new UploadLimits(parts.limits(), parts.upload());
    this.clock = parts.clock();
  }

  /**
   * Opens an upload. When this returns, its row is durable.
   *
   * @throws SafelightException MEDIA_TYPE_UNRECOGNIZED, FILE_SIZE_EXCEEDED, PARAMETER_INVALID, QUOTA_EXCEEDED or
   *     INSUFFICIENT_STORAGE
   */
  public MediaStatus init(UserId user, InitCommand command) throws IOException {
    MediaCategory category =
        command
            .category()
            .or(() -> MediaCategory.infer(command.mediaType()))
            .orElseThrow(() -> new SafelightException(ErrorCode.MEDIA_TYPE_UNRECOGNIZED));
    boolean named = command.category().isPresent();
    if (!DeclaredType.isAccepted(command.mediaType())) {
      throw new SafelightException(ErrorCode.MEDIA_TYPE_UNRECOGNIZED);
    }
    limits.check(category.kind(), named, command.totalBytes());
    Instant now = clock.instant();
    var media =
        new NewMedia(
            new MediaId(ids.next()),
            Owners.of(user, command.additionalOwners(), config.additionalOwners()),
            category,
            named,
            command.mediaType(),
            command.totalBytes(),
            keys.slug(),
            now,
            expiry.endOfUseless(now, category));
    return switch (repository.create(media, admission())) {
      case Admission.Outcome.Admitted(var admitted) -> statuses.snapshot(admitted);
      case Admission.Outcome.TooManyUploads(int limit, int actual) ->
          throw quotaExceeded("open uploads", "open_uploads", limit, actual);
      case Admission.Outcome.TooManyBytes(long limit, long actual) ->
          throw quotaExceeded("bytes in open uploads", "open_bytes", limit, actual);
      case Admission.Outcome.NoSpace() ->
          throw new SafelightException(ErrorCode.INSUFFICIENT_STORAGE).retryAfter(Duration.ofMinutes(1));
    };
  }

  /** What open uploads may still take: what is free now, less the reserve. The store counts what they have not yet sent. */
  private Admission admission() throws IOException {
    long available = Math.max(0, blobs.availableBytes() - config.reserve().bytes());
    return new Admission(config.maxOpen(), config.maxOpenBytes().bytes(), available);
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
