package io.safelight.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * As many requests as keep-alive connections take when each is sent as soon as its answer before has come. One thread serves all
 * connections, so that the generator takes little from the server on a small machine.
 *
 * @param generatorShare of one processor that the generator itself was busy; near 1 it was the generator that set the rate
 */
record Saturation(long answers, Duration took, double generatorShare) {

  /**
   * Sends these requests round and round.
   *
   * @throws IOException also when an answer is not 200
   */
  static Saturation run(int port, int connections, Duration length, List<byte[]> requests) throws IOException {
    long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    var open = new ArrayList<LoadConnection>();
    try (Selector selector = Selector.open()) {
      for (int i = 0; i < connections; i++) {
        var connection = new LoadConnection(port);
        open.add(connection);
        connection.register(selector);
      }
      var round = new Round(requests);
      long started = System.nanoTime();
      for (LoadConnection connection : open) {
        round.send(connection);
      }
      while (System.nanoTime() - started < length.toNanos()) {
        selector.select(100);
        for (SelectionKey key : selector.selectedKeys()) {
          round.receive((LoadConnection) key.attachment());
        }
        selector.selectedKeys().clear();
      }
      Duration took = Duration.ofNanos(System.nanoTime() - started);
      cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu;
      return new Saturation(round.answers, took, cpu / (double) took.toNanos());
    } finally {
      for (LoadConnection connection : open) {
        connection.close();
      }
    }
  }

  /** Answers per second. */
  double rate() {
    return answers / (took.toNanos() / 1e9);
  }

  private static final class Round {
    private final List<byte[]> requests;
    private int next;
    private long answers;

    Round(List<byte[]> requests) {
      this.requests = requests;
    }

    void send(LoadConnection connection) throws IOException {
      connection.send(ByteBuffer.wrap(requests.get(next)));
      next = (next + 1) % requests.size();
    }

    void receive(LoadConnection connection) throws IOException {
      int status = connection.receive();
      if (status == 200) {
        answers++;
        send(connection);
      } else if (status != 0) {
        throw new IOException("a request was answered " + status + " instead of 200");
      }
    }
  }
}
