package io.safelight.processing;

import io.safelight.blob.BlobStore;
import io.safelight.config.Ladder;
import io.safelight.config.LimitsConfig;
import io.safelight.config.ProcessingConfig;
import io.safelight.error.StoreException;
import io.safelight.ffmpeg.FfmpegUnavailableException;
import io.safelight.ffmpeg.MediaTools;
import io.safelight.media.ClaimedJob;
import io.safelight.media.FailureReason;
import io.safelight.media.JobKind;
import io.safelight.media.JobPace;
import io.safelight.media.JobQueue;
import io.safelight.media.Lane;
import io.safelight.media.MediaRepository;
import io.safelight.media.Segment;
import io.safelight.media.Variant;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one attempt at a job on the calling thread, from its claim to the transaction that ends the claim. Thread-safe.
 */
final class JobRunner {
  private static final Logger log = LoggerFactory.getLogger(JobRunner.class);

  /** Whatever was expected of it, a job that takes longer than this leaves the lane for short work. */
  private static final Duration QUICK_LIMIT = Duration.ofSeconds(20);

  private final JobQueue queue;
  private final Heartbeats heartbeats;
  private final Settlement settlement;
  private final JobPace pace;
  private final MediaRepository media;
  private final SourceAssembler assembler;
  private final Function<@Nullable Ladder, MediaProcessor> processors;
  private final Publisher publisher;
  private final EarlyProcessing early;
  private final Path jobs;
  private final ProcessingConfig config;

  JobRunner(
      JobQueue queue,
      MediaRepository media,
      BlobStore blobs,
      MediaTools tools,
      Path jobs,
      ProcessingConfig config,
      LimitsConfig limits,
      Heartbeats heartbeats,
      Settlement settlement,
      JobPace pace,
      EarlyProcessing early) {
    this.queue = queue;
    this.early = early;
    this.heartbeats = heartbeats;
    this.settlement = settlement;
    this.pace = pace;
    this.media = media;
    this.assembler = new SourceAssembler(media, blobs);
    this.processors =
        ladder -> new MediaProcessor(tools, blobs, ladder == null ? config : config.withLadder(ladder), limits);
    this.publisher = new Publisher(blobs);
    this.jobs = jobs;
    this.config = config;
  }

  /** Runs the attempt. Never throws for what happens to a job; interrupting the thread ends the attempt. */
  void run(ClaimedJob job) {
    if (settlement.hasUsedUpInterruptions(job)) {
      settlement.giveUp(job);
      return;
    }
    Duration limit = limit(job.lane());
    Lease lease = new Lease(queue, job, config.lease(), limit, Thread.currentThread(), System::nanoTime);
    heartbeats.add(lease);
    Optional<EarlyRun> run = early.begin(job);
    Effort effort = new Effort();
    long start = System.nanoTime();
    Result result;
    try (lease) {
      result = attempt(lease, run, effort);
    } finally {
      heartbeats.remove(lease);
      run.ifPresent(EarlyRun::discard);
      early.end(job);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    log.info(
        "media {}: {} attempt {}: {}; {} s, ffmpeg {}",
        job.media().id(),
        job.kind().name().toLowerCase(Locale.ROOT),
        job.attempt(),
        result,
        took.toMillis() / 1000.0,
        effort);
    switch (result) {
      case Result.Made(Product product, Publication publication) -> {
        if (job.kind() == JobKind.PRIMARY && job.lane() != Lane.REPROCESS) {
          pace.observe(product.facts().kind(), job.media().totalBytes(), took);
        }
        if (!settlement.succeed(job, product, publication)) {
          publisher.withdraw(publication);
        }
      }
      case Result.Ended(AttemptEnd end) -> settlement.end(job, end, effort);
    }
  }

  /** What an attempt came to. */
  private sealed interface Result {
    record Made(Product product, Publication publication) implements Result {
      @Override
      public String toString() {
        return "made " + product.outputs().size() + " files of " + product.facts().contentType();
      }
    }

    record Ended(AttemptEnd end) implements Result {
      @Override
      public String toString() {
        return end.getClass().getSimpleName().toLowerCase(Locale.ROOT);
      }
    }
  }

  private Result attempt(Lease lease, Optional<EarlyRun> run, Effort effort) {
    ClaimedJob job = lease.job();
    try (JobFolder folder = JobFolder.create(jobs, job)) {
      Attempt attempt = attempt(lease, folder, effort);
      Optional<Product> madeEarly = run.isPresent() ? take(run.get(), attempt) : Optional.empty();
      Product product = madeEarly.isPresent() ? madeEarly.get() : make(job, attempt);
      Stage.PUBLISH.report(attempt, 0);
      Publication publication = publisher.publish(attempt, job, product);
      return new Result.Made(product, publication);
    } catch (Exception e) {
      return new Result.Ended(end(lease, e));
    }
  }

  private Product make(ClaimedJob job, Attempt attempt)
      throws AttemptException, InterruptedException, IOException {
    assembler.assemble(attempt.media(), attempt.source());
    Stage.ASSEMBLE.report(attempt, 1);
    return processors.apply(job.ladder()).process(job.kind(), attempt);
  }

  /**
   * What was made of an upload while it came; empty when that is of no use, whatever the reason: then it is processed as if nothing
   * had been tried.
   *
   * @throws AttemptException rejected when it was seen then that the video breaks a limit
   */
  private Optional<Product> take(EarlyRun run, Attempt attempt) throws AttemptException, InterruptedException {
    EarlyRun.Outcome outcome = run.await(attempt.term());
    List<Segment> committed = media.segments(attempt.media().id());
    return switch (outcome) {
      case EarlyRun.Outcome.Made made when made.segments().equals(committed) -> finish(made, attempt);
      case EarlyRun.Outcome.Refused refused when committed.containsAll(refused.segments()) ->
          throw AttemptException.rejected(refused.error());
      case EarlyRun.Outcome.Made _,
          EarlyRun.Outcome.Refused _,
          EarlyRun.Outcome.TooSoon _,
          EarlyRun.Outcome.Nothing _ -> Optional.empty();
    };
  }

  private Optional<Product> finish(EarlyRun.Outcome.Made made, Attempt attempt) throws InterruptedException {
    try {
      Path file = attempt.folder().resolve("early.mp4");
      Product product = processors.apply(null).finishEarly(attempt, made.video().movedTo(file));
      early.noteUse();
      return Optional.of(product);
    } catch (AttemptException e) {
      log.debug("media {}: what was made early is of no use: {}", attempt.media().id(), e.end());
    } catch (IOException e) {
      log.warn("media {}: what was made early cannot be used", attempt.media().id(), e);
    }
    return Optional.empty();
  }

  private Attempt attempt(Lease lease, JobFolder folder, Effort effort) {
    ClaimedJob job = lease.job();
    Path source = folder.path().resolve(Attempt.SOURCE);
    return new Attempt(job.media(), job.lane(), lease, folder.path(), source, made(job), effort);
  }

  private List<Variant> made(ClaimedJob job) {
    return switch (job.kind()) {
      case PRIMARY -> List.of();
      case REST, REPROCESS -> media.variants(job.media().id());
    };
  }

  /** Whatever the interrupt of an ended lease made a step throw, the lease says why. */
  private AttemptEnd end(Lease lease, Exception failure) {
    Optional<Lease.Ending> ending = lease.ending();
    if (ending.isPresent()) {
      return stopped(lease.job().lane(), ending.get());
    }
    return switch (failure) {
      case AttemptException e -> timedOut(lease.job().lane(), e.end());
      case InterruptedException e -> new AttemptEnd.Disturbed("the worker was interrupted: " + e);
      case StoreException e -> new AttemptEnd.Outage(e.toString());
      case FfmpegUnavailableException e -> new AttemptEnd.Outage(e.toString());
      case IOException e when Outages.isOutage(e, jobs) -> new AttemptEnd.Outage(e.toString());
      default -> {
        log.error("media {}: attempt {} failed", lease.job().media().id(), lease.job().attempt(), failure);
        yield new AttemptEnd.Fault(FailureReason.INTERNAL, failure.toString());
      }
    };
  }

  private AttemptEnd stopped(Lane lane, Lease.Ending ending) {
    return switch (ending) {
      case TIMED_OUT ->
          timedOut(lane, new AttemptEnd.Fault(FailureReason.TIMED_OUT, "the attempt took longer than " + limit(lane)));
      case LOST -> new AttemptEnd.Overtaken();
      case SHUTDOWN -> new AttemptEnd.Stopped();
    };
  }

  /** Running out of time in the lane for short work says only that the work is not short. */
  private AttemptEnd timedOut(Lane lane, AttemptEnd end) {
    boolean ranOutOfTime =
        end instanceof AttemptEnd.Fault(FailureReason reason, _) && reason == FailureReason.TIMED_OUT;
    return ranOutOfTime && lane == Lane.QUICK ? new AttemptEnd.Misplaced(Lane.VIDEO) : end;
  }

  private Duration limit(Lane lane) {
    return switch (lane) {
      case QUICK -> config.timeout().compareTo(QUICK_LIMIT) < 0 ? config.timeout() : QUICK_LIMIT;
      case VIDEO -> config.timeout();
      case REST, REPROCESS -> config.restTimeout();
    };
  }
}
