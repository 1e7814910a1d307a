package io.safelight.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * What a server did with requests over keep-alive connections. One thread serves all connections, so that the generator takes
 * little from the server on a small machine.
 *
 * @param generatorShare of one processor that the generator itself was busy; near 1 under {@link #saturating} it was the generator
 *     that set the rate
 */
record Load(long answers, Duration took, double generatorShare) {
  /** Sends these requests round and round, each connection the next one as soon as its answer has come. */
  static Load saturating(int port, int connections, Duration length, List<byte[]> requests) throws IOException {
    return run(new Generator(port, connections, requests), length, Long.MAX_VALUE);
  }

  /**
   * Sends so many requests a second, evenly, over whichever connection is free, and looks for answers all the time, so that no
   * two requests come together because the generator slept. Slower than that only when no connection is free.
   */
  static Load steady(int port, int connections, int perSecond, Duration length, List<byte[]> requests) throws IOException {
    return run(new Generator(port, connections, requests), length, perSecond);
  }

  private static Load run(Generator generator, Duration length, long perSecond) throws IOException {
    boolean steady = perSecond < Long.MAX_VALUE;
    long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    try (generator) {
      long started = System.nanoTime();
      long elapsed;
      while ((elapsed = System.nanoTime() - started) < length.toNanos()) {
        generator.sendUpTo(steady ? elapsed * perSecond / 1_000_000_000L : Long.MAX_VALUE);
        generator.receive(steady);
      }
      cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu;
      return new Load(generator.answers, Duration.ofNanos(elapsed), cpu / (double) elapsed);
    }
  }

  /** Answers per second. */
  double rate() {
    return answers / (took.toNanos() / 1e9);
  }

  private static final class Generator implements AutoCloseable {
    private final List<byte[]> requests;
    private final List<LoadConnection> open = new ArrayList<>();
    private final Queue<LoadConnection> free = new ArrayDeque<>();
    private final Selector selector = Selector.open();
    private long sent;
    private long answers;

    Generator(int port, int connections, List<byte[]> requests) throws IOException {
      this.requests = requests;
      for (int i = 0; i < connections; i++) {
        var connection = new LoadConnection(port);
        open.add(connection);
        connection.register(selector);
      }
      free.addAll(open);
    }

    /** Sends until so many were sent since the beginning or no connection is free. */
    void sendUpTo(long total) throws IOException {
      LoadConnection connection;
      while (sent < total && (connection = free.poll()) != null) {
        connection.send(ByteBuffer.wrap(requests.get((int) (sent % requests.size()))));
        sent++;
      }
    }

    /** Takes what has come. An answer other than 200 ends it all: its cost would mean nothing. */
    void receive(boolean atOnce) throws IOException {
      if (atOnce) {
        selector.selectNow();
      } else {
        selector.select(100);
      }
      for (SelectionKey key : selector.selectedKeys()) {
        var connection = (LoadConnection) key.attachment();
        int status = connection.receive();
        if (status == 200) {
          answers++;
          free.add(connection);
        } else if (status != 0) {
          throw new IOException("a request was answered " + status + " instead of 200");
        }
      }
      selector.selectedKeys().clear();
    }

    @Override
    public void close() throws IOException {
      selector.close();
      for (LoadConnection connection : open) {
        connection.close();
      }
    }
  }
}
