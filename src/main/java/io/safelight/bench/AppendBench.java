package io.safelight.bench;

import io.safelight.file.FolderRemover;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * APPEND of 4 MiB multipart segments over four connections, each durable before it is answered; beside it nginx taking the same
 * bytes as WebDAV PUT, which syncs nothing, and the disk taking them fsynced with four writers. Everything writes new files, none
 * is removed before the end of a round, and the three alternate.
 */
final class AppendBench {
  private static final int SEGMENT = 4 << 20;
  private static final int CONNECTIONS = 4;
  private static final int SEGMENTS_PER_UPLOAD = 100;
  private static final int UPLOADS_PER_ROUND = 4;
  private static final int SEGMENTS = SEGMENTS_PER_UPLOAD * UPLOADS_PER_ROUND;
  private static final double GIGABYTES = (double) SEGMENT * SEGMENTS / 1e9;
  private static final int ROUNDS = 5;

  private final byte[] content = new byte[SEGMENT];
  private final double[] server = new double[ROUNDS];
  private final double[] serverCpu = new double[ROUNDS];
  private final double[] nginx = new double[ROUNDS];
  private final double[] nginxCpu = new double[ROUNDS];
  private final double[] disk = new double[ROUNDS];

  AppendBench() {
    new Random(1).nextBytes(content);
  }

  void run(Path folder, PrintWriter out) throws IOException, InterruptedException {
    Optional<NginxPeer> peer = NginxPeer.start(Files.createDirectories(folder.resolve("nginx")));
    Path serverFolder = Files.createDirectories(folder.resolve("append"));
    try (ServerProcess safelight =
        ServerProcess.start(serverFolder, List.of(), BenchOptions.UNLIMITED)) {
      BenchUser user = safelight.createUser("bench");
      appendRound(safelight, user);
      for (int round = 0; round < ROUNDS; round++) {
        measure(round, safelight, user, peer, folder);
        if (peer.isPresent()) {
          peer.get().forget();
        }
      }
    } finally {
      if (peer.isPresent()) {
        peer.get().close();
      }
    }
    print(peer, out);
  }

  private void measure(int round, ServerProcess safelight, BenchUser user, Optional<NginxPeer> peer, Path folder)
      throws IOException, InterruptedException {
    Duration cpu = safelight.usage().cpu();
    server[round] = GIGABYTES * 1000 / seconds(appendRound(safelight, user));
    serverCpu[round] = seconds(safelight.usage().cpu().minus(cpu)) / GIGABYTES;
    if (peer.isPresent()) {
      cpu = peer.get().usage().cpu();
      nginx[round] = GIGABYTES * 1000 / seconds(putRound(peer.get(), round));
      nginxCpu[round] = seconds(peer.get().usage().cpu().minus(cpu)) / GIGABYTES;
    }
    Path diskFolder = folder.resolve("disk-" + round);
    disk[round] = GIGABYTES * 1000 / seconds(DiskBaseline.write(diskFolder, SEGMENTS, CONNECTIONS, content));
    FolderRemover.remove(diskFolder);
  }

  /** Each connection sends its own uploads, so that the four are never in step. */
  private Duration appendRound(ServerProcess safelight, BenchUser user) throws InterruptedException {
    var requests = new UploadRequests(user);
    return Parallel.run(
        CONNECTIONS,
        number -> {
          try (var connection = new LoadConnection(safelight.port())) {
            for (int upload = number; upload < UPLOADS_PER_ROUND; upload += CONNECTIONS) {
              String mediaId = requests.init(connection, (long) SEGMENT * SEGMENTS_PER_UPLOAD);
              for (int index = 0; index < SEGMENTS_PER_UPLOAD; index++) {
                append(connection, requests, mediaId, index);
              }
            }
          }
        });
  }

  private void append(LoadConnection connection, UploadRequests requests, String mediaId, int index) throws IOException {
    byte[] before = UploadRequests.beforeSegment(mediaId, index);
    byte[] after = UploadRequests.AFTER_FILE;
    byte[] head = requests.head(UploadRequests.MULTIPART, before.length + content.length + after.length);
    connection.send(ByteBuffer.wrap(head), ByteBuffer.wrap(before), ByteBuffer.wrap(content), ByteBuffer.wrap(after));
    expect(connection.readAnswer(), 204);
  }

  private Duration putRound(NginxPeer peer, int round) throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    return Parallel.run(
        CONNECTIONS,
        number -> {
          try (var connection = new LoadConnection(peer.port())) {
            for (int file = next.getAndIncrement(); file < SEGMENTS; file = next.getAndIncrement()) {
              byte[] head =
                  LoadConnection.head(
                      "PUT /put/" + round + "-" + file + " HTTP/1.1",
                      "Host: 127.0.0.1",
                      "Content-Length: " + content.length);
              connection.send(ByteBuffer.wrap(head), ByteBuffer.wrap(content));
              expect(connection.readAnswer(), 201);
            }
          }
        });
  }

  private static void expect(int status, int expected) throws IOException {
    if (status != expected) {
      throw new IOException("answered " + status + " instead of " + expected);
    }
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private void print(Optional<NginxPeer> peer, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "APPEND, 4 MiB multipart, durable, %d connections; medians of %d rounds of %s GB%n%n",
        CONNECTIONS, ROUNDS, Measured.number(GIGABYTES, 2));
    var table = new Table("", "MB/s", "of it", "CPU-s per GB");
    double own = Measured.median(server);
    table.row("Safelight", Measured.number(own, 0), "1.00", Measured.number(Measured.median(serverCpu), 2));
    if (peer.isPresent()) {
      double other = Measured.median(nginx);
      table.row(
          "nginx " + peer.get().version() + ", PUT, unsynced",
          Measured.number(other, 0),
          Measured.number(own / other, 2),
          Measured.number(Measured.median(nginxCpu), 2));
    } else {
      table.row("nginx", "not installed", "-", "-");
    }
    double raw = Measured.median(disk);
    table.row("this disk, fsynced, 4 writers", Measured.number(raw, 0), Measured.number(own / raw, 2), "-");
    table.print(out);
    out.println("\"of it\" is Safelight's MB/s divided by the row's.");
    out.println();
    out.flush();
  }
}
