package io.safelight.processing;

import io.safelight.blob.BlobStore;
import io.safelight.config.LimitsConfig;
import io.safelight.config.ProcessingConfig;
import io.safelight.ffmpeg.MediaTools;
import io.safelight.media.Expiry;
import io.safelight.media.JobPace;
import io.safelight.media.JobQueue;
import io.safelight.media.Lane;
import io.safelight.media.MediaRepository;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers of this process: claims jobs, processes them, and ends each claim.
 *
 * <p>What survives a crash at each step: after the claim, and while ffmpeg runs, the lease runs out (or is reclaimed at
 * the next start) and the job is done again; after outputs were stored, nobody sees them, because no row names them,
 * and they are swept; after the transaction that publishes, everything is there.
 *
 * <p>Threads: one for each slot, one that renews all leases, and one that ends jobs whose time is over. Ending a lease
 * (lost, out of time, shutdown) interrupts its slot, which kills its ffmpeg and ends the claim. Thread-safe.
 */
public final class WorkerPool implements Workers {
  private static final Logger log = LoggerFactory.getLogger(WorkerPool.class);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(20);

  private final Heartbeats heartbeats = new Heartbeats();
  private final Map<Lane, LaneWorkers> lanes = new EnumMap<>(Lane.class);

  /**
   * Starts nothing yet.
   *
   * @param source what the log tells operators to get an uploaded file with
   * @param jobs folder for the folders of attempts, beside those of other runs of ffmpeg; made when it is missing
   * @param early gives its runs to the jobs of their uploads
   * @param pace learns from each attempt that succeeds
   */
  public WorkerPool(
      JobQueue queue,
      MediaRepository media,
      BlobStore blobs,
      MediaTools tools,
      SourceCommand source,
      Path jobs,
      ProcessingConfig config,
      LimitsConfig limits,
      Expiry expiry,
      JobPace pace,
      EarlyProcessing early,
      InstantSource clock) {
    Settlement settlement =
        new Settlement(queue, new MediaSweeper(media, blobs), source, config, expiry, clock, this::nudge);
    JobRunner runner =
        new JobRunner(queue, media, blobs, tools, jobs, config, limits, heartbeats, settlement, pace, early);
    String owner = UUID.randomUUID().toString();
    for (Lane lane : Lane.values()) {
      lanes.put(lane, new LaneWorkers(queue, runner, settlement, lane, slots(lane, config), owner, config.lease()));
    }
  }

  /**
   * Begins to claim. What is left of an earlier process, its processes and the folders of its jobs, must be gone before.
   */
  @Override
  public void start() {
    heartbeats.start();
    lanes.values().forEach(LaneWorkers::start);
  }

  /** Tells a lane that a job was inserted, which is otherwise noticed within a second. Never blocks. */
  @Override
  public void nudge(Lane lane) {
    LaneWorkers workers = lanes.get(lane);
    if (workers != null) {
      workers.nudge();
    }
  }

  /** Stops claiming, ends what runs and gives its jobs back, and waits for that, but not for ever. */
  @Override
  public void close() {
    lanes.values().forEach(LaneWorkers::stopClaiming);
    long deadline = System.nanoTime() + CLOSE_LIMIT.toNanos();
    boolean ended = false;
    try {
      while (!ended && System.nanoTime() - deadline < 0) {
        // Again and again: a worker may have claimed its job just before, and begun its lease just after.
        heartbeats.endAll(Lease.Ending.SHUTDOWN);
        ended = awaitEnd(System.nanoTime() + Duration.ofMillis(100).toNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!ended) {
      log.warn("some workers did not end; their jobs are taken over when their leases have run out");
    }
    heartbeats.close();
  }

  private boolean awaitEnd(long deadlineNanos) throws InterruptedException {
    boolean ended = true;
    for (LaneWorkers workers : lanes.values()) {
      ended &= workers.awaitEnd(deadlineNanos);
    }
    return ended;
  }

  /** Jobs of a lane that are worked on at once. */
  public static int slots(Lane lane, ProcessingConfig config) {
    int processors = Runtime.getRuntime().availableProcessors();
    return switch (lane) {
      case QUICK -> config.quickSlots() > 0 ? config.quickSlots() : processors;
      case VIDEO -> config.videoSlots() > 0 ? config.videoSlots() : Math.max(1, processors / 2);
      case REST, REPROCESS -> config.restSlots();
    };
  }
}
