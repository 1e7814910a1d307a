package io.safelight.processing;

import io.safelight.blob.BlobStore;
import io.safelight.config.LimitsConfig;
import io.safelight.config.ProcessingConfig;
import io.safelight.ffmpeg.MediaTools;
import io.safelight.media.ClaimedJob;
import io.safelight.media.EarlyWork;
import io.safelight.media.JobKind;
import io.safelight.media.Lane;
import io.safelight.media.Media;
import io.safelight.media.MediaError;
import io.safelight.media.MediaId;
import io.safelight.media.MediaKind;
import io.safelight.media.MediaListener;
import io.safelight.media.MediaRepository;
import io.safelight.media.MediaState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encodes videos while they are still being uploaded, on this node, in what the video lane leaves free. All of it is in memory and
 * in folders that go with the process: an upload that was processed early differs from any other only in how soon it is ready.
 *
 * <p>Early runs and the jobs of the video lane together are never more than the slots of that lane: a job that is claimed ends the
 * run that began last, unless it is the job of an upload that is processed early, which takes its own run over. Thread-safe.
 */
public final class EarlyProcessing implements EarlyWork, MediaListener, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EarlyProcessing.class);

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

  /** Videos that are made and whose uploads are not finalized. */
  private static final int MAX_MADE = 16;

  /** Of more uploads than this at once, those that were quiet the longest are forgotten. */
  private static final int MAX_UPLOADS = 10_000;

  private final MediaRepository media;
  private final BlobStore blobs;
  private final MediaProcessor processor;
  private final Path jobs;
  private final ProcessingConfig config;
  private final int slots;

  /** In the order in which they were last heard of. */
  private final Map<MediaId, EarlyUpload> uploads = new LinkedHashMap<>();

  /** In the order in which they began. */
  private final List<EarlyRun> running = new ArrayList<>();

  private final AtomicLong used = new AtomicLong();
  private int jobsRunning;
  private boolean closed;

  /**
   * Does nothing yet.
   *
   * @param jobs folder for the folders of attempts
   */
  public EarlyProcessing(
      MediaRepository media, BlobStore blobs, MediaTools tools, Path jobs, ProcessingConfig config, LimitsConfig limits) {
    this.media = media;
    this.blobs = blobs;
    this.processor = new MediaProcessor(tools, blobs, config, limits);
    this.jobs = jobs;
    this.config = config;
    this.slots = config.early() ? WorkerPool.slots(Lane.VIDEO, config) : 0;
  }

  @Override
  public synchronized void appended(Media upload) {
    if (slots == 0 || closed || !isConcerned(upload)) {
      return;
    }
    EarlyUpload earlier = uploads.remove(upload.id());
    EarlyUpload known = earlier == null ? new EarlyUpload(upload) : earlier;
    uploads.put(upload.id(), known);
    known.heard(upload);
    known.run().ifPresentOrElse(EarlyRun::nudge, () -> startIfFree(known));
    if (uploads.size() > MAX_UPLOADS) {
      forget(uploads.keySet().iterator().next());
    }
  }

  @Override
  public synchronized void changed(MediaId id, long version) {
    if (version == Long.MAX_VALUE) {
      forget(id);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>At most half: what is thrown away has to be made again, and the percentage that was shown must not stand still for all of that.
   */
  @Override
  public synchronized int percent(MediaId id) {
    EarlyUpload known = uploads.get(id);
    return known == null ? 0 : known.run().map(EarlyRun::percent).orElse(0) / 2;
  }

  @Override
  public synchronized Optional<MediaError> refusal(MediaId id) {
    EarlyUpload known = uploads.get(id);
    return known == null ? Optional.empty() : known.run().flatMap(EarlyRun::refusal);
  }

  /** How many videos were ready sooner for it since the start. */
  public long used() {
    return used.get();
  }

  /** Tells that what a run has made is published. */
  void noteUse() {
    used.incrementAndGet();
  }

  /**
   * Tells that a job has begun.
   *
   * @return the run on its upload, which is the caller's from now on
   */
  synchronized Optional<EarlyRun> begin(ClaimedJob job) {
    if (takesSlot(job)) {
      jobsRunning++;
    }
    EarlyUpload known = uploads.remove(job.media().id());
    Optional<EarlyRun> own = known == null ? Optional.empty() : known.run();
    own.ifPresent(
        run -> {
          running.remove(run);
          // It need not wait for the next segment to learn that there is none.
          run.nudge();
        });
    while (!running.isEmpty() && running.size() + jobsRunning > slots) {
      stop(running.getLast());
    }
    return own;
  }

  /** Tells that a job that has begun is over. */
  synchronized void end(ClaimedJob job) {
    if (takesSlot(job)) {
      jobsRunning--;
      startWaiting();
    }
  }

  /** Ends all runs, and waits for that, but not for ever; none begins any more. */
  @Override
  public void close() {
    List<EarlyRun> ending;
    synchronized (this) {
      closed = true;
      ending = uploads.values().stream().flatMap(known -> known.run().stream()).toList();
      uploads.clear();
    }
    long deadline = System.nanoTime() + CLOSE_LIMIT.toNanos();
    ending.forEach(EarlyRun::discard);
    for (EarlyRun run : ending) {
      if (!run.awaitEnd(deadline)) {
        log.warn("media {}: early processing did not end", run.id());
      }
    }
  }

  private static boolean takesSlot(ClaimedJob job) {
    return job.lane() == Lane.VIDEO && job.kind() == JobKind.PRIMARY;
  }

  private static boolean isConcerned(Media upload) {
    return upload.state() == MediaState.OPEN
        && upload.categoryNamed()
        && upload.category().kind() == MediaKind.VIDEO
        && upload.bytesReceived() > 0;
  }

  private void startIfFree(EarlyUpload known) {
    if (running.size() + jobsRunning >= slots || !known.isWorthATry()) {
      return;
    }
    Media upload = known.upload();
    var follower = new SegmentFollower(media, blobs, upload.id(), upload.totalBytes(), config.earlyPatience());
    Path folder = JobFolder.early(jobs, upload.id(), known.beginTry());
    EarlyRun run = EarlyRun.start(upload, follower, processor, folder, config.timeout(), this::ended);
    known.run(run);
    running.add(run);
  }

  private synchronized void ended(EarlyRun run) {
    running.remove(run);
    EarlyUpload known = uploads.get(run.id());
    if (known != null && known.isOn(run)) {
      known.learn(run.outcome().orElseThrow());
      run.refusal().ifPresent(error -> log.info("media {}: what has come of it breaks a limit: {}", run.id(), error));
      dropMade();
    }
    startWaiting();
  }

  /** What is made and not asked for takes space that nobody has counted. */
  private void dropMade() {
    List<EarlyUpload> made = uploads.values().stream().filter(EarlyUpload::isMade).toList();
    if (made.size() > MAX_MADE) {
      forget(made.getFirst().upload().id());
    }
  }

  /** A slot is free: the uploads that something came of last are those that will keep it busy. */
  private void startWaiting() {
    if (closed) {
      return;
    }
    for (EarlyUpload known : List.copyOf(uploads.values()).reversed()) {
      if (running.size() + jobsRunning >= slots) {
        return;
      }
      if (!known.isQuiet(config.earlyPatience())) {
        startIfFree(known);
      }
    }
  }

  /** Ends a run whose slot is needed; its upload may be tried again. */
  private void stop(EarlyRun run) {
    running.remove(run);
    EarlyUpload known = uploads.get(run.id());
    if (known != null) {
      known.lose();
    }
    run.discard();
  }

  private void forget(MediaId id) {
    EarlyUpload known = uploads.remove(id);
    if (known != null) {
      known.run().ifPresent(EarlyRun::discard);
    }
  }
}
