package io.safelight.processing;

/** The stages of an attempt and the percentages they span; making the outputs is nearly all of it. */
enum Stage {
  ASSEMBLE(0, 3),
  INSPECT(3, 5),
  MAKE(5, 93),
  FINISH(93, 96),
  PUBLISH(96, 99);

  private final int from;
  private final int to;

  Stage(int from, int to) {
    this.from = from;
    this.to = to;
  }

  /**
   * Reports how far an attempt is.
   *
   * @param share of this stage that is done, 0 to 1
   */
  void report(Attempt attempt, double share) {
    attempt.term().progress(from + (int) ((to - from) * Math.clamp(share, 0, 1)));
  }
}
