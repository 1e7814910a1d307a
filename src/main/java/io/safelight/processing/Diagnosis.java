package io.safelight.processing;

import io.safelight.media.MediaId;
import io.safelight.text.OneLine;
import java.util.Optional;

/**
 * What the log says of a job that came to nothing, for the person who wants to know why: what ffmpeg said last, and what to type to
 * see it again. One line. Immutable.
 */
final class Diagnosis {
  /** Of what ffmpeg said; what it failed for comes at the end. */
  private static final int CHARACTERS = 1_000;

  private final SourceCommand source;

  Diagnosis(SourceCommand source) {
    this.source = source;
  }

  /**
   * Begins with a separator.
   *
   * @param kept whether what was uploaded is kept
   */
  String of(MediaId id, Effort effort, boolean kept) {
    Optional<Effort.Steps> steps = effort.lastRun();
    String words = steps.map(Effort.Steps::words).orElseGet(effort::lastWords);
    String said = words.isEmpty() ? "" : "; ffmpeg said: " + OneLine.ofEnd(words, CHARACTERS);
    return said + (kept ? "; to see it: " + shell(id, steps) : lost(steps));
  }

  private String shell(MediaId id, Optional<Effort.Steps> steps) {
    String fetch = "cd \"$(mktemp -d)\" && " + source.shell(id, Attempt.SOURCE);
    return steps.map(runs -> fetch + " && " + runs.shell()).orElse(fetch);
  }

  private static String lost(Optional<Effort.Steps> steps) {
    return "; what was uploaded is not kept"
        + steps.map(runs -> "; to see it in a folder with the file as " + Attempt.SOURCE + ": " + runs.shell()).orElse("");
  }
}
