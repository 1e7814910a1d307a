package io.safelight.upload;

import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.media.MediaCategory;
import io.safelight.media.MediaStatus;
import io.safelight.media.StatusReader;
import io.safelight.media.UserId;
import java.io.IOException;

/** INIT: opens an upload and reserves its bytes. Thread-safe. */
final class InitUpload {
  private final UploadOpener opener;
  private final UploadLimits limits;
  private final StatusReader statuses;

  InitUpload(UploadOpener opener, UploadLimits limits, StatusReader statuses) {
    this.opener = opener;
    this.limits = limits;
    this.statuses = statuses;
  }

  MediaStatus init(UserId user, InitCommand command) throws IOException {
    MediaCategory category =
        command
            .category()
            .or(() -> MediaCategory.infer(command.mediaType()))
            .orElseThrow(() -> new SafelightException(ErrorCode.MEDIA_TYPE_UNRECOGNIZED));
    if (!DeclaredType.isAccepted(command.mediaType())) {
      throw new SafelightException(ErrorCode.MEDIA_TYPE_UNRECOGNIZED);
    }
    limits.check(category.kind(), command.category().isPresent(), command.totalBytes());
    return statuses.snapshot(opener.openForSegments(user, command, category));
  }
}
