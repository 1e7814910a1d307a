package io.safelight.api;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.safelight.api.admin.HealthApi;
import io.safelight.api.admin.KeepApi;
import io.safelight.api.admin.MetricsApi;
import io.safelight.api.v1.V1Api;
import io.safelight.api.v2.V2Api;
import io.safelight.auth.AccountCache;
import io.safelight.auth.AccountService;
import io.safelight.auth.AdminKey;
import io.safelight.auth.NewAccount;
import io.safelight.auth.NonceStore;
import io.safelight.auth.RateLimiter;
import io.safelight.auth.RequestAuthenticator;
import io.safelight.blob.DataFolder;
import io.safelight.blob.LocalBlobStore;
import io.safelight.config.ConfigLoader;
import io.safelight.config.RateLimitConfig;
import io.safelight.config.SafelightConfig;
import io.safelight.config.ServerConfig;
import io.safelight.config.UploadConfig;
import io.safelight.delivery.MediaUrls;
import io.safelight.delivery.SignedUrls;
import io.safelight.http.BaseUri;
import io.safelight.http.HttpServer;
import io.safelight.http.Router;
import io.safelight.media.Expiry;
import io.safelight.media.IdGenerator;
import io.safelight.media.MediaId;
import io.safelight.media.MediaListener;
import io.safelight.media.MediaWaiter;
import io.safelight.media.StatusReader;
import io.safelight.post.KeepMedia;
import io.safelight.post.PostService;
import io.safelight.store.SqlAccountRepository;
import io.safelight.store.SqlJobQueue;
import io.safelight.store.SqlMediaRepository;
import io.safelight.store.SqlPostRepository;
import io.safelight.store.SqliteDatabase;
import io.safelight.upload.UploadParts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The API on a real HTTP server, store and blobs. Only the worker is the test itself, see {@link HandWorker}: so each state of a
 * media can be looked at as long as a test likes, and nothing has to be waited for.
 */
final class ApiServer implements BeforeAllCallback, AfterAllCallback {
  static final String ADMIN_KEY = "the key of the administrator";
  /** The longest that anything waits for a result; a test's worker has ended its job before. */
  private static final Duration SYNC_WAIT = Duration.ofSeconds(3);

  private final RateLimitConfig.Preset preset;
  private final int syncWaiters;
  private final Duration syncWait;
  private final AtomicInteger users = new AtomicInteger();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
  private final AtomicReference<Optional<HandWorker>> automatic = new AtomicReference<>(Optional.empty());

  private @Nullable Server running;

  /** What runs while the tests of a class do. */
  private record Server(
      Path folder, DataFolder data, SqliteDatabase database, HttpServer http, AccountService accounts, HandWorker worker) {}

  ApiServer() {
    this(RateLimitConfig.Preset.GENEROUS, 64, SYNC_WAIT);
  }

  ApiServer(RateLimitConfig.Preset preset) {
    this(preset, 64, SYNC_WAIT);
  }

  /** A server in which nothing waits for its result, and that no more than so many requests may do. */
  ApiServer(int syncWaiters) {
    this(RateLimitConfig.Preset.OFF, syncWaiters, Duration.ZERO);
  }

  ApiServer(RateLimitConfig.Preset preset, int syncWaiters, Duration syncWait) {
    this.preset = preset;
    this.syncWaiters = syncWaiters;
    this.syncWait = syncWait;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    Path folder = Files.createTempDirectory("safelight-api");
    InstantSource clock = now::get;
    SafelightConfig config = ConfigLoader.defaults();
    var server = new ServerConfig("127.0.0.1", 0, folder, Optional.empty(), List.of(), config.server().publicAliases());
    var upload =
        new UploadConfig(
            config.upload().maxOpen(), config.upload().maxOpenBytes(), config.upload().reserve(), syncWait, syncWaiters);

    DataFolder data = DataFolder.open(folder);
    SqliteDatabase database = SqliteDatabase.open(data.database(), clock);
    var listeners = new AtomicReference<MediaListener>((_, _) -> {});
    MediaListener listener = (id, version) -> listeners.get().changed(id, version);
    var media = new SqlMediaRepository(database, listener);
    var jobs = new SqlJobQueue(database, listener);
    var blobs = new LocalBlobStore(data);
    var expiry = new Expiry(config.expiry());
    var statuses = new StatusReader(media, jobs, expiry, _ -> 1, clock);
    var waiter = new MediaWaiter(media, clock);
    listeners.set(
        (id, version) -> {
          statuses.changed(id, version);
          waiter.changed(id, version);
        });
    var ids = new IdGenerator(clock, 0);
    var accounts = new SqlAccountRepository(database);
    var worker = new HandWorker(jobs, media, blobs, expiry, clock);
    var uploads =
        new UploadParts(
                media,
                blobs,
                statuses,
                waiter,
                lane -> automatic.get().ifPresent(by -> by.work(lane)),
                ids,
                expiry,
                upload,
                config.limits(),
                clock)
            .build();
    var posts = new PostService(new SqlPostRepository(database, listener), waiter, ids, Duration.ZERO, config.expiry(), clock);
    var authenticator =
        new RequestAuthenticator(
            new AccountCache(accounts),
            new NonceStore(clock, config.auth().timestampWindow(), config.auth().maxNonces()),
            config.auth().timestampWindow(),
            server.publicAliases());
    var urls =
        new MediaUrls(
            server,
            config.delivery(),
            () -> new BaseUri("http", "127.0.0.1", running().http().port()),
            new SignedUrls("the secret of this installation", clock),
            clock);
    var parts =
        new ApiParts(
            authenticator, new RateLimiter(new RateLimitConfig(preset), clock), accounts, uploads, statuses, posts, urls, blobs,
            clock);
    var routes = new Router();
    new V1Api(parts).register(routes);
    new V2Api(parts).register(routes);
    var key = new AdminKey(ADMIN_KEY);
    new KeepApi(key, new KeepMedia(media, config.expiry()), accounts, statuses, urls).register(routes);
    new HealthApi(() -> List.of(new HealthApi.Check("store", true, ""))).register(routes);
    var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new MetricsApi(meters).register(routes);
    var http = new HttpServer(server, config.http(), data.tmp(), routes, meters, clock);
    http.start();
    running = new Server(folder, data, database, http, new AccountService(accounts, ids, clock), worker);
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    running().http().close();
    running().database().close();
    try (Stream<Path> files = Files.walk(running().folder())) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private Server running() {
    return Objects.requireNonNull(running);
  }

  int port() {
    return running().http().port();
  }

  String base() {
    return "http://127.0.0.1:" + port();
  }

  /** From now on whatever asks the store fails; there is no way back. */
  void breakStore() {
    running().database().close();
  }

  HandWorker worker() {
    return running().worker();
  }

  /** Ends every job as soon as it is there, before the request that made it is answered. */
  void workAtOnce() {
    automatic.set(Optional.of(running().worker()));
  }

  /** Leaves jobs to the test. */
  void workByHand() {
    automatic.set(Optional.empty());
  }

  void advance(Duration duration) {
    now.updateAndGet(instant -> instant.plus(duration));
  }

  Instant now() {
    return now.get();
  }

  /** A user whom no other test knows. */
  NewAccount account() {
    return running().accounts().create("user" + users.incrementAndGet());
  }

  /** What an API call of a new user looks like. */
  ApiClient user() {
    return new ApiClient(this, account());
  }

  ApiClient client(NewAccount account) {
    return new ApiClient(this, account);
  }

  /** Files of bodies that were not committed. */
  List<Path> unfinishedFiles() {
    try (Stream<Path> files = Files.list(running().data().tmp())) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Committed files of a media. */
  List<Path> files(MediaId id) {
    try (Stream<Path> files = Files.walk(running().data().blobs())) {
      return files.filter(Files::isRegularFile).filter(file -> file.toString().contains("/" + id + "/")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
