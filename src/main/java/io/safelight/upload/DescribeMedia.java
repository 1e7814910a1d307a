package io.safelight.upload;

import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.media.MediaCategory;
import io.safelight.media.MediaId;
import io.safelight.media.MediaKind;
import io.safelight.media.MediaRepository;
import io.safelight.media.UserId;

/** Gives an image or GIF a description for people who cannot see it. Thread-safe. */
final class DescribeMedia {
  private final MediaRepository repository;
  private final OwnedMedia owned;
  private final int maxCharacters;

  DescribeMedia(MediaRepository repository, OwnedMedia owned, int maxCharacters) {
    this.repository = repository;
    this.owned = owned;
    this.maxCharacters = maxCharacters;
  }

  void describe(UserId user, MediaId id, String altText) {
    MediaCategory category = owned.find(user, id).category();
    if (category.kind() == MediaKind.VIDEO || category.kind() == MediaKind.SUBTITLES) {
      throw new SafelightException(
          ErrorCode.PARAMETER_INVALID, "alt_text parameter is invalid: only images and GIFs can have one.");
    }
    if (altText.codePointCount(0, altText.length()) > maxCharacters) {
      throw new SafelightException(
          ErrorCode.PARAMETER_INVALID,
          "alt_text parameter is invalid: it may have at most " + maxCharacters + " characters.");
    }
    if (!repository.describe(id, altText.isBlank() ? null : altText)) {
      throw OwnedMedia.notFound();
    }
  }
}
