package io.safelight.processing;

import io.safelight.media.MediaFacts;
import io.safelight.media.MediaKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes subtitles as WebVTT, so that they can be attached to a video as they are. */
final class SubtitleMaker {
  private static final String NAME = "subtitles.vtt";

  private SubtitleMaker() {}

  static Product make(Attempt attempt, Plan.Subtitles plan) throws IOException {
    Path file = attempt.folder().resolve(NAME);
    Files.writeString(file, plan.text().track().toSegment());
    return new Product(
        new MediaFacts(MediaKind.SUBTITLES, plan.text().contentType(), 0, 0, null),
        List.of(new Output(file, NAME, "text/vtt", 0, 0, 0)),
        false);
  }
}
