package io.safelight.ffmpeg;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the input of one process on a platform thread, as the writes wait for it. */
final class Feeder {
  private static final Logger log = LoggerFactory.getLogger(Feeder.class);

  private final InputFeed feed;
  private final WritableByteChannel sink;
  private final Runnable onIncomplete;
  private final Thread thread;
  private final CompletableFuture<Void> end = new CompletableFuture<>();

  private Feeder(InputFeed feed, WritableByteChannel sink, Runnable onIncomplete) {
    this.feed = feed;
    this.sink = sink;
    this.onIncomplete = onIncomplete;
    this.thread = Thread.ofPlatform().daemon().name("feeder").unstarted(this::run);
  }

  /**
   * Begins to write.
   *
   * @param sink is closed after the last byte
   * @param onIncomplete ends the process; called while the sink is still open, so that it cannot take the break for the end
   */
  static Feeder start(InputFeed feed, WritableByteChannel sink, Runnable onIncomplete) {
    Feeder feeder = new Feeder(feed, sink, onIncomplete);
    feeder.thread.start();
    return feeder;
  }

  /** Ends the writing, if it has not ended, and waits for that. */
  void stop() {
    thread.interrupt();
    // Unlike a thread, it is waited for whatever interrupts the one that waits.
    end.join();
  }

  private void run() {
    try (sink) {
      feed();
    } catch (IOException e) {
      log.debug("A pipe could not be closed", e);
    } finally {
      end.complete(null);
    }
  }

  private void feed() {
    try {
      feed.feed(sink);
    } catch (IOException | InterruptedException e) {
      log.debug("A run was not fed to the end: {}", e.toString());
      onIncomplete.run();
    } catch (RuntimeException | Error e) {
      onIncomplete.run();
      log.warn("A run could not be fed", e);
    }
  }
}
