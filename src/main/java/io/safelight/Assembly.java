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
import io.safelight.auth.AdminKey;
import io.safelight.auth.Authenticator;
import io.safelight.auth.NonceStore;
import io.safelight.auth.RateLimiter;
import io.safelight.auth.RequestAuthenticator;
import io.safelight.blob.BlobStore;
import io.safelight.blob.DataFolder;
import io.safelight.blob.DataFolderLock;
import io.safelight.blob.GarbageCollector;
import io.safelight.blob.LocalBlobStore;
import io.safelight.blob.SecretFile;
import io.safelight.config.AuthConfig;
import io.safelight.config.DeliveryConfig;
import io.safelight.config.SafelightConfig;
import io.safelight.delivery.MediaEndpoint;
import io.safelight.delivery.MediaUrls;
import io.safelight.delivery.SignedUrls;
import io.safelight.ffmpeg.BundledMediaTools;
import io.safelight.ffmpeg.FfmpegInstallation;
import io.safelight.ffmpeg.LeftoverProcesses;
import io.safelight.ffmpeg.Sandbox;
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
import io.safelight.processing.EarlyProcessing;
import io.safelight.processing.SourceCommand;
import io.safelight.processing.WorkerPool;
import io.safelight.processing.Workers;
import io.safelight.store.Database;
import io.safelight.store.SqlAccountRepository;
import io.safelight.store.SqlGarbageRepository;
import io.safelight.store.SqlJobQueue;
import io.safelight.store.SqlMediaRepository;
import io.safelight.store.SqlPostRepository;
import io.safelight.store.SqlSubtitleRepository;
import io.safelight.store.WriteProbe;
import io.safelight.upload.AttachSubtitles;
import io.safelight.upload.UploadUseCases;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Builds every part of a server by hand, from its configuration, and starts them in order. What has to be closed is added to the
 * parts at once, so that a start that fails can be taken back. For one start.
 */
final class Assembly {
  private static final Duration GARBAGE_INTERVAL = Duration.ofSeconds(2);
  private static final Duration EXPIRY_INTERVAL = Duration.ofSeconds(5);

  private final SafelightConfig config;
  private final Foundation foundation;
  private final PartsInOrder parts;
  private final InstantSource clock;
  private final DataFolder data;
  private final Database database;
  private final BlobStore blobs;
  private final MediaListeners listeners = new MediaListeners();
  private final SqlMediaRepository media;
  private final SqlJobQueue jobs;
  private final Expiry expiry;
  private final JobPace pace;
  private final MediaWaiter waiter;

  /** Takes the data folder, and what is in it. */
  Assembly(SafelightConfig config, Foundation foundation, PartsInOrder parts) throws IOException {
    this.config = config;
    this.foundation = foundation;
    this.parts = parts;
    this.clock = foundation.clock();
    this.data = takeFolder(config, parts);
    this.database = parts.add(foundation.database(data.database()));
    this.blobs = new LocalBlobStore(data.blobs(), data.tmp(), foundation.durableFiles());
    this.media = new SqlMediaRepository(database, listeners);
    this.jobs = new SqlJobQueue(database, listeners);
    jobs.reclaimAll();
    this.expiry = new Expiry(config.expiry());
    this.pace = new JobPace(lane -> WorkerPool.slots(lane, config.processing()));
    this.waiter = listeners.add(new MediaWaiter(media, clock));
  }

  private static DataFolder takeFolder(SafelightConfig config, PartsInOrder parts) throws IOException {
    DataFolder data = DataFolder.open(config.server().data());
    DataFolderLock lock = parts.add(data.lock());
    lock.sweepTmp();
    // Processes first: what is left of an earlier server may still write into the folders of its jobs.
    LeftoverProcesses.killAll(data.jobs());
    lock.sweepJobs();
    return data;
  }

  /** Builds and starts what works on the folder; when this returns, the server answers. */
  HttpServer start() throws IOException {
    PrometheusMeterRegistry meters = Meters.of(jobs);
    parts.add((AutoCloseable) meters::close);
    FfmpegInstallation ffmpeg = ffmpeg();
    Sandbox sandbox = Sandbox.detect(config.sandbox(), ffmpeg, data.root(), data.jobs());
    sandbox.require(config.sandbox().require());
    Meters.add(sandbox, meters);
    var tools = new BundledMediaTools(ffmpeg, sandbox, config.limits().mostPixels());
    EarlyProcessing early = early(tools);
    Workers workers = workers(tools, early);
    PictureCache pictures =
        PictureCache.open(data.pictures(), data.tmp(), config.delivery().imageCache().bytes(), clock);
    PictureSizes sizes =
        parts.add(new PictureSizes(blobs, pictures, tools, data.jobs(), imageSlots(config.delivery())));
    Meters.addEarly(meters, early);
    Meters.addPictures(meters, sizes, pictures);
    startCleanUp(pictures);

    var routes = new Router();
    var http = new HttpServer(config.server(), config.http(), data.tmp(), config.upload().reserve(), routes, meters, clock);
    registerApi(routes, workers, early, sizes, () -> Safelight.localAddress(config.server(), http.port()));
    var readiness =
        new Readiness(jobs, new WriteProbe(database), blobs, config.upload().reserve().bytes(), ffmpeg, clock);
    new HealthApi(readiness::checks, sandbox.level().wireName(), sandbox.landlockVersion()).register(routes);
    new MetricsApi(meters).register(routes);

    workers.start();
    parts.add(http).start();
    return http;
  }

  private EarlyProcessing early(BundledMediaTools tools) {
    return listeners.add(
        parts.add(
            new EarlyProcessing(media, blobs, tools, data.jobs(), config.processing(), config.limits())));
  }

  private Workers workers(BundledMediaTools tools, EarlyProcessing early) {
    return parts.add(
        foundation.workers(
            jobs,
            media,
            blobs,
            expiry,
            () ->
                new WorkerPool(
                    jobs,
                    media,
                    blobs,
                    tools,
                    new SourceCommand(Program.words(), data.root()),
                    data.jobs(),
                    config.processing(),
                    config.limits(),
                    expiry,
                    pace,
                    early,
                    clock)));
  }

  private void startCleanUp(PictureCache pictures) {
    var garbage =
        new GarbageCollector(
            new SqlGarbageRepository(database),
            key -> {
              // In this order: see PictureSizes.
              blobs.delete(key);
              pictures.forget(key);
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
  }

  /** Everything that users and products call, and where their media are fetched. */
  private void registerApi(
      Router routes, Workers workers, EarlyProcessing early, PictureSizes sizes, Supplier<BaseUri> localAddress)
      throws IOException {
    var ids = new IdGenerator(clock, 0);
    StatusReader statuses = listeners.add(new StatusReader(media, jobs, expiry, pace, early, clock));
    var accounts = new SqlAccountRepository(database);
    Authenticator authenticator = authenticator(accounts);
    var signedUrls = new SignedUrls(SecretFile.readOrCreate(data.urlKey()), clock);
    var urls = new MediaUrls(config.server(), config.delivery(), localAddress, signedUrls, clock);
    var firstMoments = new FirstMoments(waiter, config.upload().syncWait(), clock);
    var apiParts =
        new ApiParts(
            authenticator,
            new RateLimiter(config.rateLimit(), clock),
            accounts,
            new UploadUseCases(
                media,
                blobs,
                statuses,
                waiter,
                workers::nudge,
                early,
                ids,
                expiry,
                config.upload(),
                config.limits(),
                clock),
            new AttachSubtitles(media, new SqlSubtitleRepository(database, listeners), blobs, config.upload()),
            statuses,
            new PostService(new SqlPostRepository(database, listeners), firstMoments, ids, config.expiry(), clock),
            urls,
            blobs,
            clock);
    new V1Api(apiParts).register(routes);
    new V2Api(apiParts).register(routes);
    new KeepApi(adminKey(), new KeepMedia(media, firstMoments, config.expiry()), accounts, statuses, urls)
        .register(routes);
    new MediaEndpoint(media::findPublished, blobs, sizes, authenticator, signedUrls, config.delivery()).register(routes);
  }

  private FfmpegInstallation ffmpeg() throws IOException {
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

  private AdminKey adminKey() throws IOException {
    Optional<String> configured = config.auth().adminKey();
    return new AdminKey(configured.isPresent() ? configured.get() : SecretFile.readOrCreate(data.adminKey()));
  }

  private Authenticator authenticator(AccountRepository accounts) {
    AuthConfig auth = config.auth();
    return new RequestAuthenticator(
        new AccountCache(accounts),
        new NonceStore(clock, auth.timestampWindow(), auth.maxNonces()),
        auth.timestampWindow(),
        config.server().publicAliases());
  }
}
