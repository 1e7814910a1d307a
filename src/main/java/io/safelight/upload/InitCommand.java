package io.safelight.upload;

import io.safelight.media.MediaCategory;
import io.safelight.media.UserId;
import java.util.List;
import java.util.Optional;

/**
 * The parameters of INIT.
 *
 * @param totalBytes size of the whole file
 * @param mediaType MIME type as the client declares it; empty when it sent none
 * @param category empty when the client named none: it is then inferred from the MIME type
 * @param additionalOwners users who may use the media as if it were theirs
 */
public record InitCommand(
    long totalBytes, String mediaType, Optional<MediaCategory> category, List<UserId> additionalOwners) {
  public InitCommand {
    additionalOwners = List.copyOf(additionalOwners);
  }
}
