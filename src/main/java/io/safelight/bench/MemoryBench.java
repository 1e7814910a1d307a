package io.safelight.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Memory: a server with a heap of 256 MiB holds 1,000 open uploads and takes 64 APPENDs at once, first as multipart, then as
 * urlencoded base64, each body sent in slices so that all 64 are in flight together; then 5,000 idle keep-alive connections.
 */
final class MemoryBench {
  private static final int OPEN_UPLOADS = 1000;
  private static final int IN_FLIGHT = 64;
  private static final int SEGMENT = 5 << 20;
  private static final int SLICE = 64 << 10;
  /** Between two slices, so that a body takes about two seconds and the bodies of all connections are under way together. */
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final int IDLE_CONNECTIONS = 5000;
  private static final List<String> SMALL_HEAP = List.of("-Xmx256m");
  private static final Pattern HEAP =
      Pattern.compile("(?m)^jvm_memory_used_bytes\\{area=\"heap\",[^}]*} ([0-9.E+]+)$");

  void run(Path folder, PrintWriter out) throws IOException, InterruptedException {
    Path serverFolder = Files.createDirectories(folder.resolve("memory"));
    var table = new Table("-Xmx256m", "answered 2xx", "peak heap MiB", "RSS MiB");
    try (ServerProcess safelight = ServerProcess.start(serverFolder, SMALL_HEAP, BenchOptions.UNLIMITED)) {
      BenchUser user = safelight.createUser("bench");
      table.row("after start", "-", mebibytes(heap(safelight)), mebibytes(safelight.usage().residentBytes()));
      var requests = new UploadRequests(user);
      List<String> uploads = openUploads(safelight, requests);
      row(table, OPEN_UPLOADS + " uploads open", safelight, uploads.size() + " of " + OPEN_UPLOADS, heap(safelight));
      appends(table, "and 64 multipart APPENDs of 5 MiB", safelight, requests, uploads, false);
      appends(table, "and 64 urlencoded base64 APPENDs of 5 MiB", safelight, requests, uploads, true);
    }
    table.print(out);
    idle(folder, out);
  }

  private static void row(Table table, String title, ServerProcess safelight, String answered, long heap)
      throws IOException {
    table.row(title, answered, mebibytes(heap), mebibytes(safelight.usage().residentBytes()));
  }

  private static List<String> openUploads(ServerProcess safelight, UploadRequests requests) throws IOException {
    List<String> ids = new ArrayList<>();
    try (var connection = new LoadConnection(safelight.port())) {
      for (int i = 0; i < OPEN_UPLOADS; i++) {
        ids.add(requests.init(connection, 2L * SEGMENT));
      }
    }
    return ids;
  }

  private void appends(
      Table table, String title, ServerProcess safelight, UploadRequests requests, List<String> uploads, boolean base64)
      throws IOException, InterruptedException {
    var answered = new AtomicInteger();
    long[] peak = {heap(safelight)};
    var watcher =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    while (!Thread.currentThread().isInterrupted()) {
                      peak[0] = Math.max(peak[0], heap(safelight));
                      Thread.sleep(100);
                    }
                  } catch (IOException | InterruptedException ended) {
                    // The round is over.
                  }
                });
    // The generator holds one content for all: it must not need more memory than the server.
    ByteBuffer content = ByteBuffer.wrap(base64 ? encodedContent() : content());
    Parallel.run(
        IN_FLIGHT,
        number -> {
          byte[] before = base64 ? beforeBase64(uploads.get(number)) : UploadRequests.beforeSegment(uploads.get(number), 0);
          byte[] after = base64 ? new byte[0] : UploadRequests.AFTER_FILE;
          String type = base64 ? "application/x-www-form-urlencoded" : UploadRequests.MULTIPART;
          try (var connection = new LoadConnection(safelight.port())) {
            connection.send(
                ByteBuffer.wrap(requests.head(type, before.length + content.capacity() + after.length)),
                ByteBuffer.wrap(before));
            for (int offset = 0; offset < content.capacity(); offset += SLICE) {
              connection.send(content.slice(offset, Math.min(SLICE, content.capacity() - offset)));
              Thread.sleep(PAUSE);
            }
            connection.send(ByteBuffer.wrap(after));
            if (connection.readAnswer() == 204) {
              answered.incrementAndGet();
            }
          }
        });
    watcher.interrupt();
    watcher.join();
    row(table, title, safelight, answered + " of " + IN_FLIGHT, peak[0]);
  }

  private static byte[] content() {
    byte[] content = new byte[SEGMENT];
    new Random(1).nextBytes(content);
    return content;
  }

  /** Base64 as a browser or library escapes it: three characters of the alphabet are percent-encoded. */
  private static byte[] encodedContent() {
    return Base64.getEncoder()
        .encodeToString(content())
        .replace("+", "%2B")
        .replace("/", "%2F")
        .replace("=", "%3D")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] beforeBase64(String mediaId) {
    return ("command=APPEND&media_id=" + mediaId + "&segment_index=1&media_data=").getBytes(StandardCharsets.US_ASCII);
  }

  private static void idle(Path folder, PrintWriter out) throws IOException, InterruptedException {
    Path serverFolder = Files.createDirectories(folder.resolve("idle"));
    var table = new Table("idle keep-alive connections", "answered", "RSS MiB", "growth MiB");
    List<LoadConnection> connections = new ArrayList<>();
    try (ServerProcess safelight = ServerProcess.start(serverFolder, List.of(), List.of())) {
      try (var warmUp = new LoadConnection(safelight.port())) {
        for (int i = 0; i < 200; i++) {
          ask(warmUp);
        }
      }
      long before = safelight.usage().residentBytes();
      table.row("none", "-", mebibytes(before), "-");
      int first = 0;
      for (int i = 0; i < IDLE_CONNECTIONS; i++) {
        var connection = new LoadConnection(safelight.port());
        connections.add(connection);
        first += ask(connection) ? 1 : 0;
      }
      long after = safelight.usage().residentBytes();
      table.row(IDLE_CONNECTIONS + ", one request each", Integer.toString(first), mebibytes(after), mebibytes(after - before));
      int second = 0;
      for (LoadConnection connection : connections) {
        second += ask(connection) ? 1 : 0;
      }
      long again = safelight.usage().residentBytes();
      table.row("the same, a second request each", Integer.toString(second), mebibytes(again), mebibytes(again - before));
    } finally {
      for (LoadConnection connection : connections) {
        connection.close();
      }
    }
    table.print(out);
  }

  private static boolean ask(LoadConnection connection) throws IOException {
    connection.send(ByteBuffer.wrap(LoadConnection.head("GET /health/live HTTP/1.1", "Host: 127.0.0.1")));
    return connection.readAnswer() == 200;
  }

  private static long heap(ServerProcess safelight) throws IOException {
    try (InputStream metrics = URI.create("http://127.0.0.1:" + safelight.port() + "/metrics").toURL().openStream()) {
      Matcher lines = HEAP.matcher(new String(metrics.readAllBytes(), StandardCharsets.UTF_8));
      long sum = 0;
      while (lines.find()) {
        sum += (long) Double.parseDouble(lines.group(1));
      }
      return sum;
    }
  }

  private static String mebibytes(long bytes) {
    return Measured.number(bytes / (double) (1 << 20), 0);
  }
}
