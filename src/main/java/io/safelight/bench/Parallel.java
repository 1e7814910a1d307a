package io.safelight.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Runs the same work on several platform threads that begin together. */
final class Parallel {
  private Parallel() {}

  /** The work of one thread. */
  @FunctionalInterface
  interface Work {
    void run(int thread) throws IOException, InterruptedException;
  }

  /**
   * Waits for all threads.
   *
   * @return from their common begin to the end of the last
   * @throws IllegalStateException when one of them failed
   */
  static Duration run(int threads, Work work) throws InterruptedException {
    var begin = new CountDownLatch(1);
    var failure = new AtomicReference<@Nullable Throwable>();
    List<Thread> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int number = i;
      running.add(
          Thread.ofPlatform()
              .name("load-" + i)
              .start(
                  () -> {
                    try {
                      begin.await();
                      work.run(number);
                    } catch (IOException | InterruptedException | RuntimeException e) {
                      failure.compareAndSet(null, e);
                    }
                  }));
    }
    long started = System.nanoTime();
    begin.countDown();
    for (Thread thread : running) {
      thread.join();
    }
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    Throwable thrown = failure.get();
    if (thrown != null) {
      throw new IllegalStateException("the load generator failed: " + thrown.getMessage(), thrown);
    }
    return took;
  }
}
