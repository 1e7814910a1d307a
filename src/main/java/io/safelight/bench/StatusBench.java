package io.safelight.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * STATUS over 64 keep-alive connections: CPU per request with OAuth 1.0a and with a bearer token, beside nginx returning a fixed
 * body of the same size to the same load generator; then the latency at a steady rate while one transcode runs. Each request is
 * signed beforehand; the server verifies every one.
 */
final class StatusBench {
  private static final int CONNECTIONS = 64;
  private static final int ROUNDS = 5;
  private static final Duration ROUND = Duration.ofSeconds(4);
  private static final int MEDIA = 64;
  private static final int PACED_PER_SECOND = 2000;
  private static final int PACED_CONNECTIONS = 64;
  private static final Duration PACED_ROUND = Duration.ofSeconds(10);

  private enum Target {
    OAUTH1("Safelight, OAuth 1.0a"),
    BEARER("Safelight, bearer token"),
    NGINX("nginx, fixed body");

    private final String title;

    Target(String title) {
      this.title = title;
    }
  }

  void run(Path folder, PrintWriter out) throws IOException, InterruptedException {
    Path serverFolder = Files.createDirectories(folder.resolve("status"));
    Optional<NginxPeer> peer = NginxPeer.start(Files.createDirectories(folder.resolve("nginx-status")));
    try (ServerProcess safelight =
        ServerProcess.start(serverFolder, List.of(), BenchOptions.UNLIMITED)) {
      BenchUser user = safelight.createUser("bench");
      List<String> media = new BenchMedia(safelight.port(), user).images(MEDIA);
      throughput(safelight, user, media, peer, out);
      latency(safelight, user, media, folder, out);
    } finally {
      if (peer.isPresent()) {
        peer.get().close();
      }
    }
  }

  private void throughput(
      ServerProcess safelight, BenchUser user, List<String> media, Optional<NginxPeer> peer, PrintWriter out)
      throws IOException, InterruptedException {
    var table = new Table("STATUS, 64 connections", "requests/s", "CPU-s per 100k", "of nginx");
    List<Target> targets = new ArrayList<>(List.of(Target.values()));
    if (peer.isEmpty()) {
      targets.remove(Target.NGINX);
    }
    double[][] rates = new double[Target.values().length][ROUNDS];
    double[][] costs = new double[Target.values().length][ROUNDS];
    for (int round = -1; round < ROUNDS; round++) {
      for (int t = 0; t < targets.size(); t++) {
        Target target = targets.get(t);
        ProcessUsage usage =
            target == Target.NGINX ? peer.orElseThrow().usage() : safelight.usage();
        int port = target == Target.NGINX ? peer.orElseThrow().port() : safelight.port();
        List<byte[]> requests = requests(target, port, user, media);
        Duration cpu = usage.cpu();
        var count = new AtomicLong();
        Duration took = saturate(port, requests, count);
        // The first round warms up.
        if (round >= 0) {
          rates[t][round] = count.get() / (took.toNanos() / 1e9);
          costs[t][round] = usage.cpu().minus(cpu).toNanos() / 1e9 / count.get() * 100_000;
        }
      }
    }
    int nginx = targets.indexOf(Target.NGINX);
    for (int t = 0; t < targets.size(); t++) {
      double cost = Measured.median(costs[t]);
      table.row(
          targets.get(t).title,
          Measured.number(Measured.median(rates[t]), 0),
          Measured.number(cost, 2),
          nginx < 0 ? "-" : Measured.number(cost / Measured.median(costs[nginx]), 2));
    }
    table.print(out);
  }

  private static Duration saturate(int port, List<byte[]> requests, AtomicLong count) throws InterruptedException {
    long end = System.nanoTime() + ROUND.toNanos();
    return Parallel.run(
        CONNECTIONS,
        number -> {
          try (var connection = new LoadConnection(port)) {
            long own = 0;
            int next = number;
            while (System.nanoTime() < end) {
              connection.send(ByteBuffer.wrap(requests.get(next++ % requests.size())));
              if (connection.readAnswer() != 200) {
                throw new IOException("a STATUS was not answered 200");
              }
              own++;
            }
            count.addAndGet(own);
          }
        });
  }

  private void latency(ServerProcess safelight, BenchUser user, List<String> media, Path folder, PrintWriter out)
      throws IOException, InterruptedException {
    var table =
        new Table("STATUS at " + PACED_PER_SECOND + "/s, 64 connections, OAuth 1.0a", "p50 ms", "p99 ms", "p99.9 ms");
    List<byte[]> requests = requests(Target.OAUTH1, safelight.port(), user, media);
    paced(safelight.port(), requests, Duration.ofSeconds(2));
    row(table, "idle otherwise", paced(safelight.port(), requests, PACED_ROUND));
    var clip = new BenchMedia(safelight.port(), user);
    String video = clip.startTranscode(folder);
    long[] busy = paced(safelight.port(), requests, PACED_ROUND);
    String state = clip.state(video);
    row(table, state.equals("in_progress") ? "while one transcode runs" : "transcode ended early: " + state, busy);
    table.print(out);
  }

  private static void row(Table table, String title, long[] nanos) {
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
  private static long[] paced(int port, List<byte[]> requests, Duration length) throws InterruptedException {
    int perConnection = (int) (length.toSeconds() * PACED_PER_SECOND / PACED_CONNECTIONS);
    long interval = 1_000_000_000L * PACED_CONNECTIONS / PACED_PER_SECOND;
    long[] latencies = new long[perConnection * PACED_CONNECTIONS];
    Parallel.run(
        PACED_CONNECTIONS,
        number -> {
          try (var connection = new LoadConnection(port)) {
            long begin = System.nanoTime() + interval * number / PACED_CONNECTIONS;
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

  private static List<byte[]> requests(Target target, int port, BenchUser user, List<String> media) {
    if (target == Target.NGINX) {
      return List.of(LoadConnection.head("GET /status HTTP/1.1", "Host: 127.0.0.1:" + port));
    }
    var signer = new OAuth1Signer(user);
    String uri = "http://127.0.0.1:" + port + "/1.1/media/upload.json";
    return media.stream()
        .map(
            id ->
                LoadConnection.head(
                    "GET /1.1/media/upload.json?command=STATUS&media_id=" + id + " HTTP/1.1",
                    "Host: 127.0.0.1:" + port,
                    "Authorization: "
                        + (target == Target.BEARER
                            ? "Bearer " + user.bearerToken()
                            : signer.authorization(uri, Map.of("command", "STATUS", "media_id", id)))))
        .toList();
  }
}
