package io.safelight.cli;

import io.safelight.media.MediaId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Media that somebody named on the command line. */
final class MediaIdList {
  private MediaIdList() {}

  /** Reads all before anything is done to one of them; what is named twice is one. */
  static Set<MediaId> parse(List<String> words) throws CommandFailure {
    Set<MediaId> ids = new LinkedHashSet<>();
    for (String word : words) {
      ids.add(parse(word));
    }
    return ids;
  }

  /** Reads one. */
  static MediaId parse(String word) throws CommandFailure {
    return MediaId.parse(word)
        .orElseThrow(
            () ->
                CommandFailure.wrongArgument(
                    "'" + word + "' is not a media_id; it is a number, such as 710511363345354753."));
  }
}
