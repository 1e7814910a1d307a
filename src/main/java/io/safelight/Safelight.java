package io.safelight;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.safelight.api.ApiParts;
import io.safelight.api.admin.HealthApi;
import io.safelight.api.admin.KeepApi;
import io.safelight.api.admin.MetricsApi;
import io.safelight.api.v1.V1Api;
import io.safelight.api.v2.V2Api;
import io.safelight.auth.AccountCache;
import io.safelight.auth.AccountRepository;
import io.safelight.auth.AccountService;
import io.safelight.auth.AdminKey;
import io.safelight.auth.Authenticator;
import io.safelight.auth.NewAccount;
import io.safelight.auth.NonceStore;
import io.safelight.auth.RateLimiter;
import io.safelight.auth.RequestAuthenticator;
import io.safelight.blob.BlobStore;
import io.safelight.blob.DataFolder;
import io.safelight.blob.DataFolderException;
import io.safelight.blob.DataFolderLock;
import io.safelight.blob.GarbageCollector;
import io.safelight.blob.LocalBlobStore;
import io.safelight.blob.SecretFile;
import io.safelight.config.AuthConfig;
import io.safelight.config.DeliveryConfig;
import io.safelight.config.SafelightConfig;
import io.safelight.config.ServerConfig;
import io.safelight.delivery.MediaEndpoint;
import io.safelight.delivery.MediaUrls;
import io.safelight.delivery.SignedUrls;
import io.safelight.ffmpeg.BundledMediaTools;
import io.safelight.ffmpeg.FfmpegInstallation;
import io.safelight.ffmpeg.FfmpegUnavailableException;
import io.safelight.ffmpeg.LeftoverProcesses;
import io.safelight.http.BaseUri;
import io.safelight.http.HttpServer;
import io.safelight.http.Router;
import io.safelight.media.Expirer;
import io.safelight.media.Expiry;
import io.safelight.media.IdGenerator;
import io.safelight.media.JobPace;
import io.safelight.media.MediaListeners;
import io.safelight.media.MediaWaiter;
import io.safelight.media.StatusReader;
import io.safelight.picture.PictureCache;
import io.safelight.picture.PictureSizes;
import io.safelight.post.FirstMoments;
import io.safelight.post.KeepMedia;
import io.safelight.post.PostService;
import io.safelight.processing.WorkerPool;
import io.safelight.processing.Workers;
import io.safelight.store.Database;
import io.safelight.store.SqlAccountRepository;
import io.safelight.store.SqlGarbageRepository;
import io.safelight.store.SqlJobQueue;
import io.safelight.store.SqlMediaRepository;
import io.safelight.store.SqlPostRepository;
import io.safelight.store.StoreOpenException;
import io.safelight.store.WriteProbe;
import io.safelight.upload.UploadUseCases;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

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
    } catch (DataFolderException | StoreOpenException | FfmpegUnavailableException e) {
      parts.close();
      throw new StartException(String.valueOf(e.getMessage()), e);
    } catch (IOException | RuntimeException e) {
      parts.close();
      Optional<StartException> refused = refusedAddress(e, config.server());
      if (refused.isPresent()) {
        throw refused.get();
      }
      throw e;
    }
  }

  /** A port that is taken, or an address that this machine does not have: Jetty wraps what the socket said. */
  private static Optional<StartException> refusedAddress(Exception problem, ServerConfig server) {
    String reason =
        switch (problem.getCause()) {
          case SocketException refusal -> String.valueOf(refusal.getMessage());
          case UnresolvedAddressException _ -> "unknown host";
          case null, default -> "";
        };
    return reason.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new StartException(
                String.format(
                    Locale.ROOT,
                    "The server cannot listen on %s:%d (%s); choose another port with --port, or address with --host.",
                    server.host(), server.port(), reason),
                problem));
  }

  private static HttpServer build(SafelightConfig config, Foundation foundation, PartsInOrder parts)
      throws IOException {
    InstantSource clock = foundation.clock();
    DataFolder data = DataFolder.open(config.server().data());
    DataFolderLock lock = parts.add(data.lock());
    lock.sweepTmp();
    // Processes first: what is left of an earlier server may still write into the folders of its jobs.
    LeftoverProcesses.killAll(data.jobs());
    lock.sweepJobs();

    Database database = parts.add(foundation.database(data.database()));
    BlobStore blobs = new LocalBlobStore(data.blobs(), data.tmp(), foundation.durableFiles());
    var listeners = new MediaListeners();
    var media = new SqlMediaRepository(database, listeners);
    var jobs = new SqlJobQueue(database, listeners);
    jobs.reclaimAll();
    PrometheusMeterRegistry meters = Meters.of(jobs);
    parts.add((AutoCloseable) meters::close);

    var expiry = new Expiry(config.expiry());
    var pace = new JobPace(lane -> WorkerPool.slots(lane, config.processing()));
    var statuses = listeners.add(new StatusReader(media, jobs, expiry, pace, clock));
    var waiter = listeners.add(new MediaWaiter(media, clock));
    FfmpegInstallation ffmpeg = ffmpeg(config);
    var tools = new BundledMediaTools(ffmpeg, config.limits().mostPixels());
    Workers workers =
        parts.add(
            foundation.workers(
                jobs,
                media,
                blobs,
                expiry,
                () ->
                    new WorkerPool(
                        jobs, media, blobs, tools, data.jobs(), config.processing(), config.limits(), expiry, pace, clock)));
    PictureCache pictures =
        PictureCache.open(data.pictures(), data.tmp(), config.delivery().imageCache().bytes(), clock);
    PictureSizes sizes =
        parts.add(new PictureSizes(blobs, pictures, tools, data.jobs(), imageSlots(config.delivery())));
    Meters.addPictures(meters, sizes, pictures);
    var garbage =
        new GarbageCollector(
            new SqlGarbageRepository(database),
            key -> {
              pictures.forget(key);
              blobs.delete(key);
            },
            clock);
    parts.add(
        new PeriodicTask(
            "garbage-collector",
            GARBAGE_INTERVAL,
            closing -> {
              garbage.run(closing);
              return false;
            }));
    var expirer = new Expirer(media, clock);
    parts.add(new PeriodicTask("expirer", EXPIRY_INTERVAL, _ -> expirer.runOnce()));

    var ids = new IdGenerator(clock, 0);
    var uploads =
        new UploadUseCases(
            media,
            blobs,
            statuses,
            waiter,
            workers::nudge,
            ids,
            expiry,
            config.upload(),
            config.limits(),
            clock);
    var firstMoments = new FirstMoments(waiter, config.upload().syncWait(), clock);
    var posts =
        new PostService(new SqlPostRepository(database, listeners), firstMoments, ids, config.expiry(), clock);
    var accounts = new SqlAccountRepository(database);
    Authenticator authenticator = authenticator(config, accounts, clock);
    var signedUrls = new SignedUrls(SecretFile.readOrCreate(data.urlKey()), clock);

    var routes = new Router();
    var http = new HttpServer(config.server(), config.http(), data.tmp(), config.upload().reserve(), routes, meters, clock);
    var urls = new MediaUrls(config.server(), config.delivery(), () -> localAddress(config.server(), http.port()), signedUrls, clock);
    var apiParts =
        new ApiParts(
            authenticator,
            new RateLimiter(config.rateLimit(), clock),
            accounts,
            uploads,
            statuses,
            posts,
            urls,
            blobs,
            clock);
    new V1Api(apiParts).register(routes);
    new V2Api(apiParts).register(routes);
    new KeepApi(adminKey(config.auth(), data), new KeepMedia(media, firstMoments, config.expiry()), accounts, statuses, urls)
        .register(routes);
    new HealthApi(new Readiness(
                    jobs, new WriteProbe(database), blobs, config.upload().reserve().bytes(), ffmpeg, clock)
                ::checks).register(routes);
    new MetricsApi(meters).register(routes);
    new MediaEndpoint(media::findPublished, blobs, sizes, authenticator, signedUrls, config.delivery()).register(routes);

    workers.start();
    parts.add(http).start();
    return http;
  }

  private static FfmpegInstallation ffmpeg(SafelightConfig config) throws IOException {
    FfmpegInstallation ffmpeg = FfmpegInstallation.configured(config.processing(), config.ffmpegCache());
    if (config.processing().ffmpegCache().isEmpty()) {
      // Inside the data folder, which is ours alone; another cache may serve other servers, of other versions.
      ffmpeg.removeOtherVersions(config.ffmpegCache());
    }
    return ffmpeg;
  }

  private static int imageSlots(DeliveryConfig config) {
    return config.imageSlots() > 0 ? config.imageSlots() : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  }

  private static AdminKey adminKey(AuthConfig config, DataFolder data) throws IOException {
    Optional<String> configured = config.adminKey();
    return new AdminKey(configured.isPresent() ? configured.get() : SecretFile.readOrCreate(data.adminKey()));
  }

  private static Authenticator authenticator(
      SafelightConfig config, AccountRepository accounts, InstantSource clock) {
    AuthConfig auth = config.auth();
    return new RequestAuthenticator(
        new AccountCache(accounts),
        new NonceStore(clock, auth.timestampWindow(), auth.maxNonces()),
        auth.timestampWindow(),
        config.server().publicAliases());
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
    } catch (DataFolderException | StoreOpenException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The port that the server listens on. */
  public int port() {
    return http.port();
  }

  /** Where the server is reached from this machine. */
  public URI uri() {
    return URI.create(localAddress(server, port()).toString());
  }

  private static BaseUri localAddress(ServerConfig server, int port) {
    String host = server.host();
    boolean everywhere = host.equals("0.0.0.0") || host.equals("::");
    String address = everywhere ? "127.0.0.1" : host;
    return new BaseUri("http", address.contains(":") ? "[" + address + "]" : address, port);
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
