package io.safelight.cli;

/**
 * What the doctor found out about one thing.
 *
 * @param sentence what was found, and what to do about it unless it is good
 */
record Finding(String subject, Verdict verdict, String sentence) {
  /** How grave it is. */
  enum Verdict {
    GOOD,
    /** Works, but somebody should know. */
    NOTE,
    /** The server cannot start, or cannot do its work. */
    MISSING
  }

  static Finding good(String subject, String sentence) {
    return new Finding(subject, Verdict.GOOD, sentence);
  }

  static Finding note(String subject, String sentence) {
    return new Finding(subject, Verdict.NOTE, sentence);
  }

  static Finding missing(String subject, String sentence) {
    return new Finding(subject, Verdict.MISSING, sentence);
  }
}
