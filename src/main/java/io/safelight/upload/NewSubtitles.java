package io.safelight.upload;

import io.safelight.media.LanguageTag;
import io.safelight.media.MediaId;
import java.util.Optional;

/**
 * Subtitles that a client wants to attach to a video.
 *
 * @param source a media of subtitles
 * @param displayName what a viewer chooses them by; if empty, what the language calls itself
 */
public record NewSubtitles(MediaId source, LanguageTag language, Optional<String> displayName) {

  /** The name that viewers get to see. The playlists of HLS know no way to write a double quote. */
  String shownName() {
    return displayName
        .map(name -> name.strip().replace('"', '\''))
        .filter(name -> !name.isEmpty())
        .orElseGet(language::ownName);
  }
}
