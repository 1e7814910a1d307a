package io.safelight.ffmpeg;

/** How much a process gives way to others when they want the processor too. It loses nothing while the processor is free. */
public enum Priority {
  /** To the server, but not to encoders: somebody waits for what it makes, and it is soon done. */
  AWAITED(5),
  /** To the server, so that answers do not wait for an encoder, and to what is awaited. */
  BACKGROUND(10),
  /** To the server and to every other process that it has started. */
  LEFTOVER(19);

  private final int nice;

  Priority(int nice) {
    this.nice = nice;
  }

  /** The nice value, 0 to 19. */
  public int nice() {
    return nice;
  }
}
