package io.safelight.bench;

import java.io.IOException;
import java.time.Duration;

/** Something that makes a smaller picture of one. May be used by several threads at once. */
interface ImageMaking {
  String title();

  /** What a thread works with. */
  Worker worker(int thread) throws IOException;

  /** CPU time that all workers together have taken so far, whatever process it was in. */
  Duration cpu() throws IOException;

  /** One thread's share of the work. */
  interface Worker extends AutoCloseable {
    void make(BenchPicture picture) throws IOException, InterruptedException;

    @Override
    default void close() throws IOException {}
  }
}
