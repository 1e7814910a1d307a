package io.safelight.api;

import io.safelight.Safelight;
import io.safelight.StartException;
import io.safelight.TestClock;
import io.safelight.TestSafelight;
import io.safelight.auth.AccountService;
import io.safelight.auth.NewAccount;
import io.safelight.blob.DataFolder;
import io.safelight.config.RateLimitConfig;
import io.safelight.media.IdGenerator;
import io.safelight.media.MediaId;
import io.safelight.store.Database;
import io.safelight.store.SqlAccountRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A whole server. Only its worker is the test itself, see {@link HandWorker}: so each state of a media can be looked at
 * as long as a test likes, and nothing has to be waited for.
 */
final class ApiServer implements BeforeAllCallback, AfterAllCallback {
  static final String ADMIN_KEY = "the key of the administrator";
  /** The longest that anything waits for a result; a test's worker has ended its job before. */
  static final Duration SYNC_WAIT = Duration.ofSeconds(3);

  private final RateLimitConfig.Preset preset;
  private final int syncWaiters;
  private final Duration syncWait;
  private final Map<String, String> further;
  private final AtomicInteger users = new AtomicInteger();
  private final TestClock clock = new TestClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final AtomicReference<@Nullable Database> database = new AtomicReference<>();
  private final AtomicReference<@Nullable HandWorker> worker = new AtomicReference<>();

  private @Nullable Server running;

  /** What runs while the tests of a class do. */
  private record Server(Safelight safelight, DataFolder data, AccountService accounts) {}

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
    this(preset, syncWaiters, syncWait, Map.of());
  }

  /** A server with further settings, by their full names. */
  ApiServer(Map<String, String> further) {
    this(RateLimitConfig.Preset.OFF, 64, SYNC_WAIT, further);
  }

  private ApiServer(
      RateLimitConfig.Preset preset, int syncWaiters, Duration syncWait, Map<String, String> further) {
    this.preset = preset;
    this.syncWaiters = syncWaiters;
    this.syncWait = syncWait;
    this.further = further;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException, StartException {
    Path folder = Files.createTempDirectory("safelight-api");
    Map<String, String> settings = new HashMap<>(further);
    settings.put("rate-limit.preset", preset.name().toLowerCase(Locale.ROOT));
    settings.put("upload.sync-wait", syncWait.toMillis() + "ms");
    settings.put("upload.max-sync-waiters", Integer.toString(syncWaiters));
    settings.put("processing.video-slots", "1");
    settings.put("processing.quick-slots", "1");
    settings.put("auth.admin-key", ADMIN_KEY);
    Safelight safelight =
        TestSafelight.start(
            folder,
            settings,
            clock,
            database::set,
            (jobs, media, blobs, expiry) -> {
              var byHand = new HandWorker(jobs, media, blobs, expiry, clock);
              worker.set(byHand);
              return byHand;
            });
    DataFolder data = DataFolder.open(folder);
    var accounts = new AccountService(new SqlAccountRepository(database()), new IdGenerator(clock, 1), clock);
    running = new Server(safelight, data, accounts);
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    running().safelight().close();
    try (Stream<Path> files = Files.walk(running().data().root())) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private Database database() {
    return Objects.requireNonNull(database.get());
  }

  private Server running() {
    return Objects.requireNonNull(running);
  }

  int port() {
    return running().safelight().port();
  }

  String base() {
    return running().safelight().uri().toString();
  }

  /** From now on whatever asks the store fails; there is no way back. */
  void breakStore() {
    database().close();
  }

  HandWorker worker() {
    return Objects.requireNonNull(worker.get());
  }

  /** Ends every job as soon as it is there, before the request that made it is answered. */
  void workAtOnce() {
    worker().workAtOnce();
  }

  /** Leaves jobs to the test. */
  void workByHand() {
    worker().workByHand();
  }

  void advance(Duration duration) {
    clock.advance(duration);
  }

  Instant now() {
    return clock.instant();
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

  /** How many media there are. */
  int mediaCount() {
    return database().read(handle -> handle.createQuery("select count(*) from media").mapTo(Integer.class).one());
  }

  /** Files of bodies that were not committed. */
  List<Path> unfinishedFiles() {
    try (Stream<Path> files = Files.list(running().data().tmp())) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file that the row of a segment names. */
  Path segmentFile(MediaId id, int index) {
    String key = worker().segment(id, index).key();
    return files(id).stream().filter(file -> file.endsWith(key)).findFirst().orElseThrow();
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
