package io.safelight.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.safelight.config.ByteSize;
import io.safelight.config.HttpConfig;
import io.safelight.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for HTTP/1.1 and answers what the {@link Router} knows. Answers from memory are written by the I/O threads;
 * each other request has a virtual thread. Thread-safe.
 */
public final class HttpServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HttpServer.class);
  private static final int INPUT_BUFFER = 64 * 1024;
  private static final int MAX_REQUEST_HEAD = 16 * 1024;
  private static final Duration LAST_WAIT = Duration.ofSeconds(2);

  private final Server jetty;
  private final ServerConnector connector;
  private final HeadDeadline headDeadline;
  private final Dispatcher dispatcher;
  private final ExecutorService virtualThreads;
  private final Duration shutdownGrace;

  /**
   * A server that does not listen yet.
   *
   * @param spoolFolder existing folder for large form values; nothing stays in it
   * @param reserve what they leave free of its disk
   * @param router with all routes registered
   */
  public HttpServer(
      ServerConfig server,
      HttpConfig http,
      Path spoolFolder,
      ByteSize reserve,
      Router router,
      MeterRegistry meters,
      InstantSource clock) {
    this.shutdownGrace = http.shutdownGrace();
    this.virtualThreads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("request-", 1).factory());
    var gate = new BodyGate(http);
    var metrics = new HttpMetrics(meters);
    var space = new SpoolSpace(spoolFolder, reserve.bytes(), http);
    var exchanges = new Exchanges(http, gate, space, TrustedProxies.parse(server.trustedProxies()), clock);
    this.dispatcher = new Dispatcher(router, exchanges, metrics, virtualThreads);
    var threads = new QueuedThreadPool();
    threads.setName("http");
    this.jetty = new Server(threads);
    jetty.setHandler(dispatcher);
    jetty.setErrorHandler(new RefusedHeads(router, MAX_REQUEST_HEAD, exchanges, metrics));
    this.connector = new ServerConnector(jetty, new HttpConnectionFactory(configuration()));
    connector.setHost(server.host());
    connector.setPort(server.port());
    connector.setIdleTimeout(http.idleTimeout().toMillis());
    // The default of a second would break off requests that wait for their body or for a result.
    connector.setShutdownIdleTimeout(http.idleTimeout().toMillis());
    jetty.addConnector(connector);
    this.headDeadline = new HeadDeadline(connector, http.headTimeout());
    metrics.gauge("http.server.connections", "Open connections", this::connections);
    metrics.gauge("http.server.requests.active", "Requests under way", this::requests);
    metrics.gauge("http.server.bodies.open", "Request bodies that are being read", gate::open);
    metrics.gauge("http.server.bodies.held", "Received bytes that are not yet released", gate::heldBytes);
    metrics.gauge("http.server.forms.spooled", "Bytes of forms on the disk", space::taken);
  }

  private static HttpConfiguration configuration() {
    var configuration = new HttpConfiguration();
    // The default cache takes about 94 KB of heap on each connection that stays open.
    configuration.setHeaderCacheSize(0);
    configuration.setSendServerVersion(false);
    configuration.setSendDateHeader(true);
    configuration.setInputBufferSize(INPUT_BUFFER);
    configuration.setRequestHeaderSize(MAX_REQUEST_HEAD);
    return configuration;
  }

  /**
   * Starts to listen.
   *
   * @throws IOException when the address is in use or not one of this machine's
   */
  public void start() throws IOException {
    try {
      jetty.start();
      headDeadline.start();
    } catch (IOException e) {
      close();
      throw e;
    } catch (Exception e) {
      close();
      throw new IOException("the HTTP server did not start", e);
    }
  }

  /** The port that it listens on; other than configured when that was 0. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Connections that are open now. */
  public int connections() {
    return connector.getConnectedEndPoints().size();
  }

  /** Requests that have begun and are not yet answered. */
  public int requests() {
    return dispatcher.active();
  }

  /**
   * Stops: takes no more connections, closes idle ones, waits as long as {@code http.shutdown-grace} for requests that
   * are under way, and breaks off the rest. Does nothing when already stopped.
   */
  @Override
  public void close() {
    try {
      if (connector.isStarted()) {
        // Its future ends with the last connection; only requests are waited for.
        var _ = connector.shutdown();
        awaitRequests(shutdownGrace);
      }
      // Before Jetty takes their connections away, so that those who wait for a body can still say why it ends.
      virtualThreads.shutdownNow();
      if (!virtualThreads.awaitTermination(LAST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("Stopped while {} requests were still at work", requests());
      }
      jetty.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      log.warn("The HTTP server did not stop cleanly", e);
    }
  }

  private void awaitRequests(Duration grace) throws InterruptedException {
    long end = System.nanoTime() + grace.toNanos();
    while (requests() > 0 && System.nanoTime() < end) {
      Thread.sleep(10);
    }
  }
}
