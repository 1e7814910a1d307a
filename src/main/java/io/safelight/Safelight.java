package io.safelight;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.safelight.auth.AccountCache;
import io.safelight.auth.AccountService;
import io.safelight.auth.NewAccount;
import io.safelight.auth.NonceStore;
import io.safelight.auth.RequestAuthenticator;
import io.safelight.blob.BlobStore;
import io.safelight.blob.DataFolder;
import io.safelight.blob.DataFolderException;
import io.safelight.blob.DataFolderLock;
import io.safelight.blob.Expirer;
import io.safelight.blob.GarbageCollector;
import io.safelight.blob.LocalBlobStore;
import io.safelight.blob.SecretFile;
import io.safelight.config.SafelightConfig;
import io.safelight.config.ServerConfig;
import io.safelight.delivery.MediaEndpoint;
import io.safelight.delivery.SignedUrls;
import io.safelight.ffmpeg.LeftoverProcesses;
import io.safelight.http.HttpServer;
import io.safelight.http.Router;
import io.safelight.media.IdGenerator;
import io.safelight.store.Database;
import io.safelight.store.SqlAccountRepository;
import io.safelight.store.SqlGarbageRepository;
import io.safelight.store.SqlMediaRepository;
import io.safelight.store.StoreVersionException;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** A running server. Built by hand, in one place; closing it hands back what is under way and loses nothing. */
public final class Safelight implements AutoCloseable {
  private static final Duration GARBAGE_INTERVAL = Duration.ofSeconds(2);
  private static final Duration EXPIRY_INTERVAL = Duration.ofSeconds(5);

  private final PartsInOrder parts;
  private final HttpServer http;
  private final ServerConfig server;

  private Safelight(PartsInOrder parts, HttpServer http, ServerConfig server) {
    this.parts = parts;
    this.http = http;
    this.server = server;
  }

  /**
   * Starts a server; when this returns, it answers.
   *
   * @throws StartException for what the operator can mend: a port or data folder in use, a folder of a newer version
   */
  public static Safelight start(SafelightConfig config) throws IOException, StartException {
    return start(config, new Foundation());
  }

  static Safelight start(SafelightConfig config, Foundation foundation) throws IOException, StartException {
    var parts = new PartsInOrder();
    try {
      return new Safelight(parts, build(config, foundation, parts), config.server());
    } catch (DataFolderException | StoreVersionException e) {
      parts.close();
      throw new StartException(String.valueOf(e.getMessage()), e);
    } catch (BindException e) {
      parts.close();
      throw new StartException(
          "Port %d of %s is in use; choose another one with --port, or 0 for any free one."
              .formatted(config.server().port(), config.server().host()),
          e);
    } catch (IOException | RuntimeException e) {
      parts.close();
      throw e;
    }
  }

  private static HttpServer build(SafelightConfig config, Foundation foundation, PartsInOrder parts)
      throws IOException {
    InstantSource clock = foundation.clock();
    DataFolder data = DataFolder.open(config.server().data());
    DataFolderLock lock = parts.add(data.lock());
    lock.sweepTmp();
    LeftoverProcesses.killAll(data.jobs());
    lock.sweepJobs();

    Database database = parts.add(foundation.database(data.database()));
    var media = new SqlMediaRepository(database, (id, version) -> {});
    BlobStore blobs = new LocalBlobStore(data.blobs(), data.tmp(), foundation.durableFiles());

    var authenticator =
        new RequestAuthenticator(
            new AccountCache(new SqlAccountRepository(database)),
            new NonceStore(clock, config.auth().timestampWindow(), config.auth().maxNonces()),
            config.auth().timestampWindow(),
            config.server().publicAliases());
    var signedUrls = new SignedUrls(SecretFile.readOrCreate(data.urlKey()), clock);

    var routes = new Router();
    new MediaEndpoint(media, blobs, authenticator, signedUrls, config.delivery()).register(routes);

    var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    parts.add((AutoCloseable) meters::close);
    parts.add(new GarbageCollector(new SqlGarbageRepository(database), blobs, clock).start(GARBAGE_INTERVAL));
    parts.add(new Expirer(media, clock).start(EXPIRY_INTERVAL));
    HttpServer http = parts.add(new HttpServer(config.server(), config.http(), data.tmp(), routes, meters, clock));
    http.start();
    return http;
  }

  /**
   * Makes a user of a data folder, before its server's first start or beside the running server.
   *
   * @throws StartException when the folder cannot be used
   */
  public static NewAccount createUser(Path dataFolder, String screenName) throws IOException, StartException {
    var foundation = new Foundation();
    try {
      DataFolder data = DataFolder.open(dataFolder);
      try (Database database = foundation.database(data.database())) {
        var ids = new IdGenerator(foundation.clock(), 0);
        return new AccountService(new SqlAccountRepository(database), ids, foundation.clock()).create(screenName);
      }
    } catch (DataFolderException | StoreVersionException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The port that the server listens on. */
  public int port() {
    return http.port();
  }

  /** Where the server is reached from this machine. */
  public URI uri() {
    String host = server.host();
    boolean any = host.equals("0.0.0.0") || host.equals("::");
    String address = any ? "127.0.0.1" : host;
    return URI.create("http://" + (address.contains(":") ? "[" + address + "]" : address) + ":" + port());
  }

  /**
   * Stops taking requests, lets those under way end, gives running jobs back, and closes the store. Takes no longer than {@code
   * http.shutdown-grace} and what the workers need to stop. Does nothing the second time.
   */
  @Override
  public void close() {
    parts.close();
  }
}
