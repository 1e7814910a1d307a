package io.safelight.upload;

import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.media.Media;
import io.safelight.media.MediaId;
import io.safelight.media.MediaRepository;
import io.safelight.media.UserId;

/** Finds a media for the user who uploads it. Unknown, expired and foreign ids are the same error: existence is never revealed. */
final class OwnedMedia {
  private final MediaRepository repository;

  OwnedMedia(MediaRepository repository) {
    this.repository = repository;
  }

  Media find(UserId user, MediaId id) {
    return repository.findUploaded(id, user).orElseThrow(OwnedMedia::notFound);
  }

  /** The error for a media that is not there, or not there for this user. */
  static SafelightException notFound() {
    return new SafelightException(ErrorCode.NOT_FOUND)
        .with("hint", "There is no media with this media_id, it has expired, or it is not yours.");
  }
}
