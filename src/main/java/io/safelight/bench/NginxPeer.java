package io.safelight.bench;

import io.safelight.file.FolderRemover;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An nginx beside Safelight: WebDAV PUT, which syncs nothing, and a fixed answer of the size of a STATUS. */
final class NginxPeer implements AutoCloseable {
  private static final List<Path> PLACES = List.of(Path.of("/usr/sbin/nginx"), Path.of("/usr/local/sbin/nginx"), Path.of("/usr/bin/nginx"));
  private static final int ATTEMPTS = 100;
  /** As long as a STATUS of a finished media. */
  static final int BODY_BYTES = 230;

  private final Process process;
  private final Path putFolder;
  private final int port;
  private final String version;

  private NginxPeer(Process process, Path putFolder, int port, String version) {
    this.process = process;
    this.putFolder = putFolder;
    this.port = port;
    this.version = version;
  }

  /** Starts nginx with a folder of its own; empty when it is not installed or has no WebDAV. */
  static Optional<NginxPeer> start(Path folder) throws IOException, InterruptedException {
    Optional<Path> program = PLACES.stream().filter(Files::isExecutable).findFirst();
    if (program.isEmpty()) {
      return Optional.empty();
    }
    int port = freePort();
    Path putFolder = Files.createDirectories(folder.resolve("put"));
    Path config = folder.resolve("nginx.conf");
    Files.writeString(config, config(folder, port, modules()));
    Process process =
        new ProcessBuilder(program.get().toString(), "-p", folder.toString(), "-c", config.toString(), "-e", "error.log")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("nginx.out").toFile())
            .start();
    for (int i = 0; i < ATTEMPTS && process.isAlive(); i++) {
      try (Socket probe = new Socket()) {
        probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
        return Optional.of(new NginxPeer(process, putFolder, port, version(program.get())));
      } catch (IOException notYet) {
        process.waitFor(50, TimeUnit.MILLISECONDS);
      }
    }
    process.destroy();
    return Optional.empty();
  }

  int port() {
    return port;
  }

  String version() {
    return version;
  }

  /** The workers and the master. */
  ProcessUsage usage() {
    Stream<Long> children = process.children().map(ProcessHandle::pid);
    return new ProcessUsage(Stream.concat(Stream.of(process.pid()), children).toList());
  }

  /** Removes the files that were put here. */
  void forget() throws IOException {
    FolderRemover.remove(putFolder);
    Files.createDirectories(putFolder);
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String config(Path folder, int port, String modules) throws IOException {
    String user = "root".equals(System.getProperty("user.name")) ? "user root;\n" : "";
    return modules
        + user
        + String.format(
            Locale.ROOT,
            """
        daemon off;
        worker_processes 2;
        pid %1$s/nginx.pid;
        events { worker_connections 8192; }
        http {
          access_log off;
          client_body_temp_path %1$s/body;
          client_max_body_size 64m;
          keepalive_requests 100000000;
          proxy_temp_path %1$s/proxy; fastcgi_temp_path %1$s/fastcgi; uwsgi_temp_path %1$s/uwsgi; scgi_temp_path %1$s/scgi;
          server {
            listen 127.0.0.1:%2$d;
            location /put/ { root %1$s; dav_methods PUT; }
            location = /1.1/media/upload.json { default_type application/json; return 200 '%3$s'; }
          }
        }
        """,
            folder, port, "x".repeat(BODY_BYTES));
  }

  /** Debian's packages build WebDAV in; elsewhere it may be a module that the main configuration loads. */
  private static String modules() {
    Path module = Path.of("/usr/lib/nginx/modules/ngx_http_dav_module.so");
    return Files.exists(module) ? "load_module " + module + ";\n" : "";
  }

  private static String version(Path program) throws IOException {
    Process asked = new ProcessBuilder(program.toString(), "-v").redirectErrorStream(true).start();
    return new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .replaceAll("(?s).*nginx/(\\S+).*", "$1");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
