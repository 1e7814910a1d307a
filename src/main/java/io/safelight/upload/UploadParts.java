package io.safelight.upload;

import io.safelight.blob.BlobStore;
import io.safelight.config.LimitsConfig;
import io.safelight.config.UploadConfig;
import io.safelight.media.Expiry;
import io.safelight.media.IdGenerator;
import io.safelight.media.Lane;
import io.safelight.media.MediaRepository;
import io.safelight.media.MediaWaiter;
import io.safelight.media.StatusReader;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * What the use cases of an upload work with.
 *
 * @param nudge wakes the workers of a lane after a job was inserted
 */
public record UploadParts(
    MediaRepository repository,
    BlobStore blobs,
    StatusReader statuses,
    MediaWaiter waiter,
    Consumer<Lane> nudge,
    IdGenerator ids,
    Expiry expiry,
    UploadConfig upload,
    LimitsConfig limits,
    InstantSource clock) {

  /** Builds the use cases on these parts. */
  public UploadUseCases build() {
    var results = new ResultWait(this);
    var sizes = new UploadLimits(limits, upload);
    return new UploadUseCases(
        new InitUpload(this),
        new AppendSegment(this),
        new FinalizeUpload(this, results),
        new SimpleUpload(this, results),
        new DescribeMedia(this),
        sizes.largestPayload(),
        sizes.largestBody());
  }
}
