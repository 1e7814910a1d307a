package io.safelight.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * STATUS over 64 keep-alive connections: CPU per request with OAuth 1.0a and with a bearer token, beside nginx returning a fixed
 * body of the same size to the same load generator, in turns; then the latency at a steady rate while one transcode runs.
 * Requests are signed beforehand, 20,000 different ones for each round, and the server verifies every one.
 */
final class StatusBench {
  private static final int CONNECTIONS = 64;
  private static final int ROUNDS = 5;
  private static final Duration ROUND = Duration.ofSeconds(4);
  /** The JIT compiler takes its time on a busy machine; what it does then is no cost of a request. */
  private static final int WARM_UP_ROUNDS = 4;
  private static final int MEDIA = 64;
  /** So many different nonces and signatures in a round. */
  private static final int SIGNED = 20_000;
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
      latency(safelight, user, media, peer, folder, out);
    } finally {
      if (peer.isPresent()) {
        peer.get().close();
      }
    }
  }

  private void throughput(
      ServerProcess safelight, BenchUser user, List<String> media, Optional<NginxPeer> peer, PrintWriter out)
      throws IOException {
    requireVerification(safelight.port(), user, media);
    List<Target> targets = new ArrayList<>(List.of(Target.values()));
    if (peer.isEmpty()) {
      targets.remove(Target.NGINX);
    }
    double[][] rates = new double[targets.size()][ROUNDS];
    double[][] costs = new double[targets.size()][ROUNDS];
    double[][] generator = new double[targets.size()][ROUNDS];
    for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
      for (int t = 0; t < targets.size(); t++) {
        Target target = targets.get(t);
        ProcessUsage usage = target == Target.NGINX ? peer.orElseThrow().usage() : safelight.usage();
        int port = target == Target.NGINX ? peer.orElseThrow().port() : safelight.port();
        List<byte[]> requests = requests(target, port, user, media);
        Duration cpu = usage.cpu();
        Saturation load = Saturation.run(port, CONNECTIONS, ROUND, requests);
        if (round >= 0) {
          rates[t][round] = load.rate();
          costs[t][round] = usage.cpu().minus(cpu).toNanos() / 1e9 / load.answers() * 100_000;
          generator[t][round] = load.generatorShare() * 100;
        }
      }
    }
    var table = new Table("STATUS, 64 connections", "requests/s", "CPU-s per 100k", "of nginx", "generator busy %");
    int nginx = targets.indexOf(Target.NGINX);
    for (int t = 0; t < targets.size(); t++) {
      double cost = Measured.median(costs[t]);
      table.row(
          targets.get(t).title,
          Measured.number(Measured.median(rates[t]), 0),
          Measured.number(cost, 2),
          nginx < 0 ? "-" : Measured.number(cost / Measured.median(costs[nginx]), 2),
          Measured.number(Measured.median(generator[t]), 0));
    }
    table.print(out);
  }

  /** A server that does not verify would be quick for the wrong reason: sends a signature that was made for another media. */
  private static void requireVerification(int port, BenchUser user, List<String> media) throws IOException {
    String signed = new String(signedRequest(port, new OAuth1Signer(user), media.get(0)), StandardCharsets.ISO_8859_1);
    String other = signed.replaceFirst(media.get(0), media.get(1));
    try (var connection = new LoadConnection(port)) {
      for (int i = 0; i < 2; i++) {
        connection.send(ByteBuffer.wrap(signed.getBytes(StandardCharsets.ISO_8859_1)));
        int good = connection.readAnswer();
        connection.send(ByteBuffer.wrap(other.getBytes(StandardCharsets.ISO_8859_1)));
        int wrong = connection.readAnswer();
        if (good != 200 || wrong != 401) {
          throw new IOException("a right signature was answered " + good + ", a wrong one " + wrong);
        }
      }
    }
  }

  /** With nginx beside it where there is one: on a machine that others use too, its row shows what the others do to both. */
  private void latency(
      ServerProcess safelight,
      BenchUser user,
      List<String> media,
      Optional<NginxPeer> peer,
      Path folder,
      PrintWriter out)
      throws IOException, InterruptedException {
    var table = new Table("64 connections, " + PACED_PER_SECOND + " requests/s", "p50 ms", "p99 ms", "p99.9 ms");
    List<byte[]> requests = requests(Target.OAUTH1, safelight.port(), user, media);
    paced(safelight.port(), requests, Duration.ofSeconds(2));
    row(table, "STATUS, OAuth 1.0a", paced(safelight.port(), requests, PACED_ROUND));
    if (peer.isPresent()) {
      row(table, "nginx, fixed body", pacedNginx(peer.get(), user, media));
    }
    var clip = new BenchMedia(safelight.port(), user);
    String video = clip.startTranscode(folder);
    long[] busy = paced(safelight.port(), requests, PACED_ROUND);
    String state = clip.state(video);
    row(table, state.equals("in_progress") ? "STATUS while a video is transcoded" : "STATUS, transcode ended early", busy);
    if (peer.isPresent()) {
      row(table, "nginx while Safelight transcodes", pacedNginx(peer.get(), user, media));
    }
    table.print(out);
  }

  private static long[] pacedNginx(NginxPeer peer, BenchUser user, List<String> media) throws InterruptedException {
    return paced(peer.port(), requests(Target.NGINX, peer.port(), user, media), PACED_ROUND);
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
    var signer = new OAuth1Signer(user);
    return switch (target) {
      case NGINX -> List.of(LoadConnection.head("GET /status HTTP/1.1", "Host: 127.0.0.1:" + port));
      case BEARER -> media.stream().map(id -> request(port, id, "Bearer " + user.bearerToken())).toList();
      case OAUTH1 ->
          IntStream.range(0, SIGNED)
              .mapToObj(i -> signedRequest(port, signer, media.get(i % media.size())))
              .toList();
    };
  }

  private static byte[] signedRequest(int port, OAuth1Signer signer, String mediaId) {
    String uri = "http://127.0.0.1:" + port + "/1.1/media/upload.json";
    return request(port, mediaId, signer.authorization(uri, Map.of("command", "STATUS", "media_id", mediaId)));
  }

  private static byte[] request(int port, String mediaId, String authorization) {
    return LoadConnection.head(
        "GET /1.1/media/upload.json?command=STATUS&media_id=" + mediaId + " HTTP/1.1",
        "Host: 127.0.0.1:" + port,
        "Authorization: " + authorization);
  }
}
