package io.safelight.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How long a STATUS takes at a steady rate, alone and while a video is transcoded; with nginx beside it where there is one: on a
 * machine that others use too, its row shows what the others do to both.
 */
final class StatusLatency {
  private static final int PER_SECOND = 2000;
  private static final int CONNECTIONS = 64;
  private static final Duration ROUND = Duration.ofSeconds(10);
  private static final Duration WARM_UP = Duration.ofSeconds(2);

  private final int port;
  private final Optional<NginxPeer> nginx;
  private final StatusRequests requests;
  private final Table table = new Table(CONNECTIONS + " connections, " + PER_SECOND + " requests/s", "p50 ms", "p99 ms", "p99.9 ms");

  StatusLatency(ServerProcess safelight, Optional<NginxPeer> nginx, StatusRequests requests) {
    this.port = safelight.port();
    this.nginx = nginx;
    this.requests = requests;
  }

  /** Makes its clip in the folder. */
  void run(Path folder, PrintWriter out) throws IOException, InterruptedException {
    List<byte[]> signed = requests.signed(port);
    send(port, signed, WARM_UP);
    row("STATUS, OAuth 1.0a", send(port, signed, ROUND));
    rowOfNginx("nginx, fixed body");
    var media = new BenchMedia(port, requests.user());
    String video = media.startTranscode(folder);
    long[] busy = send(port, signed, ROUND);
    boolean lasted = media.state(video).equals("in_progress");
    row(lasted ? "STATUS while a video is transcoded" : "STATUS, transcode ended early", busy);
    rowOfNginx("nginx while Safelight transcodes");
    table.print(out);
  }

  private void rowOfNginx(String title) throws InterruptedException {
    if (nginx.isPresent()) {
      int peer = nginx.get().port();
      row(title, send(peer, requests.signed(peer), ROUND));
    }
  }

  private void row(String title, long[] nanos) {
    table.row(
        title,
        Measured.number(Measured.percentile(nanos, nanos.length, 0.50) / 1e6, 2),
        Measured.number(Measured.percentile(nanos, nanos.length, 0.99) / 1e6, 2),
        Measured.number(Measured.percentile(nanos, nanos.length, 0.999) / 1e6, 2));
  }

  /**
   * Sends at a fixed rate, whatever the answers take, and returns the time from each intended sending to its answer, so that a
   * server that stalls cannot hide it by slowing the generator down.
   */
  private static long[] send(int port, List<byte[]> requests, Duration length) throws InterruptedException {
    int perConnection = (int) (length.toSeconds() * PER_SECOND / CONNECTIONS);
    long interval = 1_000_000_000L * CONNECTIONS / PER_SECOND;
    long[] latencies = new long[perConnection * CONNECTIONS];
    Parallel.run(
        CONNECTIONS,
        number -> {
          try (var connection = new LoadConnection(port)) {
            long begin = System.nanoTime() + interval * number / CONNECTIONS;
            for (int i = 0; i < perConnection; i++) {
              long intended = begin + interval * i;
              long wait = intended - System.nanoTime();
              if (wait > 0) {
                Thread.sleep(Duration.ofNanos(wait));
              }
              connection.send(ByteBuffer.wrap(requests.get((number + i) % requests.size())));
              connection.readAnswer();
              latencies[number * perConnection + i] = System.nanoTime() - intended;
            }
          }
        });
    return latencies;
  }
}
