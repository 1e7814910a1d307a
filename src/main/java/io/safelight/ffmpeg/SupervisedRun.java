package io.safelight.ffmpeg;

/** A run of ffmpeg as its supervised process. */
record SupervisedRun(SupervisedProcess process) implements FfmpegRun {
  @Override
  public RunOutcome await() throws InterruptedException {
    return OutcomeClassifier.classify(process.await());
  }
}
