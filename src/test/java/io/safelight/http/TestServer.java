package io.safelight.http;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.safelight.Await;
import io.safelight.config.ByteSize;
import io.safelight.config.HttpConfig;
import io.safelight.config.ServerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A server on a free port with the routes of one test. */
final class TestServer implements AutoCloseable {
  static final ErrorRenderer ERRORS =
      (error, _) -> Response.text(error.code().status(), error.code() + ": " + error.publicMessage());

  final HttpServer server;
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final Path spool;

  private TestServer(HttpConfig config, long reserve, List<String> trusted, Consumer<Router> routes) {
    try {
      spool = Files.createTempDirectory("safelight-http");
      var router = new Router();
      routes.accept(router);
      var place = new ServerConfig("127.0.0.1", 0, spool, Optional.empty(), trusted, List.of());
      server = new HttpServer(place, config, spool, new ByteSize(reserve), router, meters, InstantSource.system());
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static TestServer with(Consumer<Router> routes) {
    return new TestServer(defaults(), 0, List.of(), routes);
  }

  static TestServer with(HttpConfig config, Consumer<Router> routes) {
    return new TestServer(config, 0, List.of(), routes);
  }

  /** A server that leaves so much of its disk free. */
  static TestServer reserving(long bytes, Consumer<Router> routes) {
    return new TestServer(defaults(), bytes, List.of(), routes);
  }

  static TestServer trusting(List<String> proxies, Consumer<Router> routes) {
    return new TestServer(defaults(), 0, proxies, routes);
  }

  static HttpConfig defaults() {
    return config(Duration.ofSeconds(10), 2048, 256, 256L << 20);
  }

  static HttpConfig config(Duration window, int bodies, int bodiesPerUser, long unsynced) {
    return config(window, bodies, bodiesPerUser, unsynced, Duration.ofSeconds(30));
  }

  static HttpConfig spooling(long bytes, long bytesPerUser) {
    HttpConfig all = defaults();
    return new HttpConfig(
        all.minimumRate(),
        all.minimumRateWindow(),
        all.maxOpenBodies(),
        all.maxOpenBodiesPerUser(),
        all.maxUnsynced(),
        new ByteSize(bytes),
        new ByteSize(bytesPerUser),
        all.idleTimeout(),
        all.headTimeout(),
        all.shutdownGrace());
  }

  static HttpConfig headTimeout(Duration timeout) {
    return config(Duration.ofSeconds(10), 2048, 256, 256L << 20, timeout);
  }

  private static HttpConfig config(
      Duration window, int bodies, int bodiesPerUser, long unsynced, Duration headTimeout) {
    return new HttpConfig(
        new ByteSize(1024),
        window,
        bodies,
        bodiesPerUser,
        new ByteSize(unsynced),
        new ByteSize(256L << 20),
        new ByteSize(256L << 20),
        Duration.ofSeconds(60),
        headTimeout,
        Duration.ofSeconds(2));
  }

  int port() {
    return server.port();
  }

  /** What lies in the spool folder. */
  List<Path> spooled() {
    try (Stream<Path> files = Files.list(spool)) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RawClient connect() throws IOException {
    return new RawClient(port());
  }

  @Override
  public void close() {
    server.close();
    try {
      Files.delete(spool);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until so many requests are under way. */
  void awaitRequests(int count) throws Exception {
    Await.until(count + " requests are under way", () -> server.requests() == count);
  }
}
