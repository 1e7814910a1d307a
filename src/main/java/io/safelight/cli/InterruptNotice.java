package io.safelight.cli;

/** Does something, such as saying how far it got, when the process is told to end while this is open. */
final class InterruptNotice implements AutoCloseable {
  private final Thread hook;

  InterruptNotice(Runnable action) {
    hook = Thread.ofPlatform().name("interrupted").unstarted(action);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already, so that the notice is being given.
    }
  }
}
