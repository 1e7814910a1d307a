package io.safelight.media;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.safelight.error.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers STATUS, the hot path: millions of polls for thousands of media. Media past FINALIZE are kept in a bounded cache, so
 * that a poll costs a look-up; a finished media is rendered at most once a second, an unfinished one for each poll, because each
 * tells its client when to come back.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>An answer is never older than a second ({@link #FRESH_FOR}), and on the node that made a change it is never older than
 *       the change: {@link #changed} notes the version that is known to exist, and an older reading is not used any more. A slow
 *       reader cannot bring it back: what was read while anything of its stripe changed is answered, but not kept.
 *   <li>Absence is never cached: a media that was just created is seen at once.
 *   <li>An open upload is never cached: its answer lists its segments.
 *   <li>Percentages do not fall, whatever happens to the job: they are a function of the row and the time, see {@link Pacing}.
 * </ul>
 *
 * <p>Thread-safe. {@link #holds} and {@link #inMemory} do not block and may be called on an I/O thread; everything else reads the store.
 */
public final class StatusReader implements MediaListener {
  private static final Logger log = LoggerFactory.getLogger(StatusReader.class);
  private static final Duration FRESH_FOR = Duration.ofSeconds(1);
  private static final long MAX_BYTES = 64L << 20;
  /** An entry with its media, its pacing and two rendered answers, as a heap histogram shows it, rounded up. */
  private static final int ENTRY_BYTES = 1500;
  private static final int OWNER_BYTES = 64;
  /** A power of two, so large that changes of other media seldom keep one from being cached. */
  private static final int STRIPES = 4096;

  private final MediaRepository repository;
  private final JobQueue jobs;
  private final Expiry expiry;
  private final InstantSource clock;
  private final JobPace pace;
  private final EarlyWork early;
  private final AtomicLongArray changes = new AtomicLongArray(STRIPES);
  private final Cache<MediaId, Entry> entries =
      Caffeine.newBuilder().maximumWeight(MAX_BYTES).weigher(StatusReader::weight).build();

  public StatusReader(
      MediaRepository repository, JobQueue jobs, Expiry expiry, JobPace pace, EarlyWork early, InstantSource clock) {
    this.repository = repository;
    this.jobs = jobs;
    this.expiry = expiry;
    this.pace = pace;
    this.early = early;
    this.clock = clock;
  }

  /** Whether {@link #inMemory} would now have an answer for an owner of this media; not counted as a poll. */
  public boolean holds(MediaId id) {
    return fresh(id, clock.instant()) != null;
  }

  /**
   * The status from memory, counted as a poll.
   *
   * @return null when it is not in memory, or the media is not this user's: {@link #read} then decides
   */
  public @Nullable MediaStatus inMemory(MediaId id, UserId user) {
    Instant now = clock.instant();
    Entry entry = fresh(id, now);
    return entry == null || !entry.media.owners().include(user) ? null : status(entry, now);
  }

  private @Nullable Entry fresh(MediaId id, Instant now) {
    Entry entry = entries.getIfPresent(id);
    if (entry == null || entry.media.version() < entry.knownVersion) {
      return null;
    }
    return isExpired(entry.media, now) || entry.loaded.plus(FRESH_FOR).isBefore(now) ? null : entry;
  }

  /** The status from the store, counted as a poll; empty when the media is unknown, expired, or not this user's. */
  public Optional<MediaStatus> read(MediaId id, UserId user) {
    Instant now = clock.instant();
    int stripe = stripe(id);
    long changesBefore = changes.get(stripe);
    Optional<Media> found = repository.findUsable(id, user);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    if (found.get().state() == MediaState.OPEN) {
      return Optional.of(openStatus(found.get(), now));
    }
    Backlog ahead = ahead(found.get());
    Media media = withQueueNoted(found.get(), ahead);
    Entry entry =
        entries.asMap().compute(id, (key, old) -> old == null ? new Entry(media, ahead, now) : old.loaded(media, ahead, now));
    if (changes.get(stripe) != changesBefore) {
      entry.expire();
    }
    return Optional.of(status(entry, now));
  }

  /** Makes what is shown of a queue that has moved durable before it is shown. */
  private Media withQueueNoted(Media media, Backlog ahead) {
    if (media.state() != MediaState.PENDING || media.times().started() != null) {
      return media;
    }
    int percent = Percentage.ofQueue(media, ahead);
    if (percent <= media.queuePercent()) {
      return media;
    }
    try {
      repository.noteQueuePercent(media.id(), percent);
      return media.withQueuePercent(percent);
    } catch (StoreException e) {
      log.warn("How the queue before media {} moves could not be noted", media.id(), e);
      return media;
    }
  }

  /** The status of a media that was just read or written, for all answers but STATUS; not counted as a poll. */
  public MediaStatus snapshot(Media media) {
    Instant now = clock.instant();
    if (media.state() == MediaState.OPEN) {
      return openStatus(media, now);
    }
    return new MediaStatus(media, glance(media, now), expiresAfterSecs(media, now), Optional.empty());
  }

  /** What pollers have been told already must not be taken back. */
  private ProcessingInfo glance(Media media, Instant now) {
    Entry entry = entries.getIfPresent(media.id());
    if (entry == null) {
      return new Pacing().glance(media, aheadIfKnown(media), pace, now);
    }
    synchronized (entry) {
      return entry.pacing.glance(media, entry.ahead, pace, now);
    }
  }

  /** What was committed is answered as done: a guess at the waiting time is worth no failure. */
  private Backlog aheadIfKnown(Media media) {
    try {
      return ahead(media);
    } catch (StoreException e) {
      log.warn("How many jobs are ahead of media {} is not known", media.id(), e);
      return Backlog.NONE;
    }
  }

  private Backlog ahead(Media media) {
    return media.state() == MediaState.PENDING ? jobs.ahead(media.id()) : Backlog.NONE;
  }

  @Override
  public void changed(MediaId id, long version) {
    changes.incrementAndGet(stripe(id));
    Entry entry = entries.getIfPresent(id);
    if (entry != null) {
      entry.knows(version);
    }
  }

  private static int stripe(MediaId id) {
    return Long.hashCode(id.value() * 0x9E3779B97F4A7C15L) & (STRIPES - 1);
  }

  private static int weight(MediaId id, Entry entry) {
    Media media = entry.media;
    String altText = media.altText();
    return ENTRY_BYTES
        + media.owners().additional().size() * OWNER_BYTES
        + (altText == null ? 0 : altText.length() * 2);
  }

  private MediaStatus openStatus(Media media, Instant now) {
    List<Segment> segments = media.bytesReceived() == 0 ? List.of() : repository.segments(media.id());
    return new MediaStatus(
        media,
        Pacing.uploading(early.percent(media.id())),
        expiresAfterSecs(media, now),
        Optional.of(UploadProgress.of(media, segments)));
  }

  private MediaStatus status(Entry entry, Instant now) {
    synchronized (entry) {
      Media media = entry.media;
      if (media.state().isFinished()) {
        MediaStatus last = entry.lastStatus;
        OptionalLong expires = expiresAfterSecs(media, now);
        if (last == null || last.media().version() != media.version() || !last.expiresAfterSecs().equals(expires)) {
          last = new MediaStatus(media, entry.pacing.end(media), expires, Optional.empty());
          entry.lastStatus = last;
        }
        return last;
      }
      ProcessingInfo processing = entry.pacing.poll(media, entry.ahead, pace, now);
      return new MediaStatus(media, processing, expiresAfterSecs(media, now), Optional.empty());
    }
  }

  private OptionalLong expiresAfterSecs(Media media, Instant now) {
    return switch (media.state()) {
      case FAILED -> OptionalLong.empty();
      // Expiry stands still while a media is processed and starts anew when that ends.
      case PENDING, IN_PROGRESS ->
          expiry.unattached(media.category()).duration().map(d -> OptionalLong.of(d.toSeconds())).orElse(OptionalLong.empty());
      case OPEN, SUCCEEDED -> {
        Instant end = media.times().expires();
        yield end == null
            ? OptionalLong.empty()
            : OptionalLong.of(Math.max(0, Math.ceilDiv(Duration.between(now, end).toMillis(), 1000)));
      }
    };
  }

  private static boolean isExpired(Media media, Instant now) {
    Instant end = media.times().expires();
    return end != null && !end.isAfter(now);
  }

  /** What is known of one media. The fields are written under the entry's lock. */
  private static final class Entry {
    private volatile Media media;
    private volatile Instant loaded;
    private volatile long knownVersion;
    private Backlog ahead;
    private final Pacing pacing = new Pacing();
    private @Nullable MediaStatus lastStatus;

    Entry(Media media, Backlog ahead, Instant loaded) {
      this.media = media;
      this.ahead = ahead;
      this.loaded = loaded;
      this.knownVersion = media.version();
    }

    synchronized void knows(long version) {
      knownVersion = Math.max(knownVersion, version);
    }

    /** The next poll reads the store, as this reading may be older than a change that is not known here. */
    void expire() {
      loaded = Instant.MIN;
    }

    /** Takes a later reading over; an older one, from a slower reader, leaves the entry as it is. */
    synchronized Entry loaded(Media read, Backlog jobsAhead, Instant now) {
      if (read.version() < media.version()) {
        return this;
      }
      media = read;
      ahead = jobsAhead;
      loaded = now;
      knownVersion = Math.max(knownVersion, read.version());
      return this;
    }
  }
}
