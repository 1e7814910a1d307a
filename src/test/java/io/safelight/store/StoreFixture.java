package io.safelight.store;

import io.safelight.auth.AccountRepository;
import io.safelight.auth.AccountRepository.Credentials;
import io.safelight.auth.AccountRepository.User;
import io.safelight.media.Admission;
import io.safelight.media.GarbageRepository;
import io.safelight.media.GateOutcome;
import io.safelight.media.IdGenerator;
import io.safelight.media.JobQueue;
import io.safelight.media.Lane;
import io.safelight.media.Media;
import io.safelight.media.MediaCategory;
import io.safelight.media.MediaFacts;
import io.safelight.media.MediaGate;
import io.safelight.media.MediaId;
import io.safelight.media.MediaKind;
import io.safelight.media.MediaRepository;
import io.safelight.media.NewMedia;
import io.safelight.media.Owners;
import io.safelight.media.Segment;
import io.safelight.media.SourceUse;
import io.safelight.media.SubtitleRepository;
import io.safelight.media.UserId;
import io.safelight.media.Variant;
import io.safelight.post.PostRepository;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** All repositories on one database, and the few steps that most tests begin with. */
final class StoreFixture implements AutoCloseable {
  static final UserId ALICE = new UserId(1);
  static final UserId BOB = new UserId(2);
  static final Duration LEASE = Duration.ofSeconds(30);
  static final Admission UNLIMITED = new Admission(Integer.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
  static final MediaFacts FACTS = new MediaFacts(
      MediaKind.VIDEO, "video/mp4", 1280, 720, Duration.ofMillis(1500), "LEHV6nWB2yk8pyo0adR*.7kCMdnj");

  /** Lets in whatever exists. */
  static final MediaGate ALL_THERE =
      (named, media) -> media.size() == named.size() ? new GateOutcome.Open(media) : new GateOutcome.NotFound(named);

  final LeadingClock clock;
  final Database database;
  final MediaRepository media;
  final JobQueue jobs;
  final SubtitleRepository subtitles;
  final PostRepository posts;
  final GarbageRepository garbage;
  final AccountRepository accounts;
  /** The highest version that the listener was told for each media. */
  final Map<MediaId, Long> announced = new ConcurrentHashMap<>();

  private final IdGenerator ids;

  StoreFixture(Database database, LeadingClock clock) {
    this.clock = clock;
    this.database = database;
    this.ids = new IdGenerator(clock, 0);
    this.media = new SqlMediaRepository(database, this::announce);
    this.jobs = new SqlJobQueue(database, this::announce);
    this.subtitles = new SqlSubtitleRepository(database, this::announce);
    this.posts = new SqlPostRepository(database, this::announce);
    this.garbage = new SqlGarbageRepository(database);
    this.accounts = new SqlAccountRepository(database);
  }

  MediaId nextId() {
    return new MediaId(ids.next());
  }

  /** What INIT makes, with an expiry in a day. */
  NewMedia newMedia(UserId owner, long totalBytes) {
    return newMedia(new Owners(owner, Set.of()), totalBytes);
  }

  NewMedia newMedia(Owners owners, long totalBytes) {
    Instant now = clock.instant();
    return new NewMedia(
        nextId(),
        owners,
        MediaCategory.TWEET_VIDEO,
        true,
        "video/mp4",
        totalBytes,
        UUID.randomUUID().toString(),
        now,
        now.plus(Duration.ofDays(1)));
  }

  MediaId open(long totalBytes) {
    NewMedia created = newMedia(ALICE, totalBytes);
    media.create(created, UNLIMITED);
    return created.id();
  }

  /** A finalized media with one segment, waiting in the video lane. */
  MediaId pending() {
    return pending(ALICE);
  }

  MediaId pending(UserId uploader) {
    NewMedia created = newMedia(uploader, 10);
    media.create(created, UNLIMITED);
    media.append(created.id(), segment(created.id(), 0, 10));
    media.finalizeUpload(created.id(), Lane.VIDEO);
    return created.id();
  }

  /** A media that has succeeded, with one variant, that goes in a day unless it is used. */
  MediaId succeeded() {
    MediaId id = pending();
    var job = jobs.claim("fixture", Lane.VIDEO, Integer.MAX_VALUE, LEASE).stream()
        .filter(claimed -> claimed.media().id().equals(id))
        .findFirst()
        .orElseThrow();
    jobs.succeed(job, FACTS, List.of(variant(id, "720p.mp4")), SourceUse.NONE, clock.instant().plus(Duration.ofDays(1)));
    return id;
  }

  Segment segment(MediaId id, int index, long size) {
    return new Segment(index, id + "/seg/" + index + "." + UUID.randomUUID(), size, index * 31);
  }

  static Variant variant(MediaId id, String name) {
    return new Variant(name, "video/mp4", id + "/out/1.r/" + name, 77, 1280, 720, 832_000);
  }

  Media row(MediaId id) {
    return media.find(id).orElseThrow();
  }

  User account(UserId id, String name) {
    User user = new User(id, name, clock.instant());
    accounts.create(user, credentials(name));
    return user;
  }

  static Credentials credentials(String name) {
    return new Credentials("key-" + name, "secret-" + name, "token-" + name, "token-secret-" + name, "sha-" + name);
  }

  /** Everything in the garbage, due or not. */
  List<String> discarded() {
    return garbage.due(clock.instant().plus(Duration.ofDays(36500)), Integer.MAX_VALUE);
  }

  @Nullable Long announced(MediaId id) {
    return announced.get(id);
  }

  @Override
  public void close() {
    database.close();
  }

  private void announce(MediaId id, long version) {
    announced.merge(id, version, Math::max);
  }
}
