package io.safelight.cli;

import io.safelight.Safelight;
import io.safelight.StartException;
import io.safelight.config.SafelightConfig;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CountDownLatch;

/** A server in this process that is closed in an orderly way when the process is asked to end. */
final class RunningServer implements AutoCloseable {
  private final Safelight server;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Runnable before;
  private final Runnable afterwards;

  private RunningServer(Safelight server, Runnable before, Runnable afterwards) {
    this.server = server;
    this.before = before;
    this.afterwards = afterwards;
  }

  /**
   * Starts a server.
   *
   * @param before run once, before the server is closed
   * @param afterwards run once, after the server was closed
   */
  static RunningServer start(SafelightConfig config, Runnable before, Runnable afterwards)
      throws IOException, StartException {
    var running = new RunningServer(Safelight.start(config), before, afterwards);
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(running::close));
    return running;
  }

  URI uri() {
    return server.uri();
  }

  /** Waits until the process is asked to end. */
  void awaitEnd() throws InterruptedException {
    closed.await();
  }

  @Override
  public synchronized void close() {
    if (closed.getCount() > 0) {
      before.run();
      server.close();
      afterwards.run();
      closed.countDown();
    }
  }
}
