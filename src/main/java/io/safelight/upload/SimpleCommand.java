package io.safelight.upload;

import io.safelight.media.MediaCategory;
import io.safelight.media.UserId;
import java.util.List;
import java.util.Optional;

/**
 * The parameters of a simple upload.
 *
 * @param category empty when the client named none: it is then inferred from the bytes
 */
public record SimpleCommand(Optional<MediaCategory> category, List<UserId> additionalOwners) {
  public SimpleCommand {
    additionalOwners = List.copyOf(additionalOwners);
  }
}
