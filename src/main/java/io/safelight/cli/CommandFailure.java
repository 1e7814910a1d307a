package io.safelight.cli;

/** Ends a command with a sentence for the person who typed it. */
final class CommandFailure extends Exception {
  static final int FAILED = 1;
  static final int WRONG_ARGUMENT = 2;

  private static final long serialVersionUID = 1L;

  private final int exitStatus;

  private CommandFailure(int exitStatus, String sentence) {
    super(sentence);
    this.exitStatus = exitStatus;
  }

  /** Something went wrong that other arguments would not have changed. */
  static CommandFailure failed(String sentence) {
    return new CommandFailure(FAILED, sentence);
  }

  /** The arguments cannot be right. */
  static CommandFailure wrongArgument(String sentence) {
    return new CommandFailure(WRONG_ARGUMENT, sentence);
  }

  int exitStatus() {
    return exitStatus;
  }
}
