package io.safelight.processing;

import io.safelight.media.FailureReason;
import io.safelight.media.Lane;
import io.safelight.media.Media;
import io.safelight.media.MediaError;
import io.safelight.media.MediaId;
import io.safelight.media.Segment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One try at encoding a video while it is uploaded, on a platform thread of its own. It is no job: nobody is told of it, nothing of
 * it is durable, and whatever goes wrong with it is no more than time lost. Thread-safe.
 */
final class EarlyRun implements Term {
  private static final Logger log = LoggerFactory.getLogger(EarlyRun.class);

  /** What a header says for all of a file. Anything else may look different once all of it is there. */
  private static final Set<FailureReason> DECLARED =
      EnumSet.of(
          FailureReason.DURATION_TOO_LONG,
          FailureReason.DIMENSIONS_TOO_SMALL,
          FailureReason.DIMENSIONS_TOO_LARGE,
          FailureReason.ASPECT_RATIO_OUT_OF_RANGE,
          FailureReason.FRAME_RATE_TOO_HIGH);

  /** What a try came to. */
  sealed interface Outcome {
    /**
     * The whole video was encoded.
     *
     * @param segments that it was made from, in order of their index
     */
    record Made(VideoMaker.Encoded video, List<Segment> segments) implements Outcome {}

    /** The beginning breaks a limit. */
    record Refused(MediaError error, List<Segment> segments) implements Outcome {}

    /** So little of it is there that nothing can be said of it. */
    record TooSoon() implements Outcome {}

    /**
     * Nothing.
     *
     * @param again whether another try may come to more
     */
    record Nothing(boolean again) implements Outcome {}
  }

  private final Media upload;
  private final SegmentFollower follower;
  private final MediaProcessor processor;
  private final Path path;
  private final long endNanos;
  private final Thread thread;
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  private final CountDownLatch discarded = new CountDownLatch(1);
  private final AtomicInteger percent = new AtomicInteger();
  private volatile @Nullable Term listener;

  private EarlyRun(
      Media upload,
      SegmentFollower follower,
      MediaProcessor processor,
      Path path,
      Duration limit,
      Consumer<EarlyRun> onEnd) {
    this.upload = upload;
    this.follower = follower;
    this.processor = processor;
    this.path = path;
    this.endNanos = System.nanoTime() + limit.toNanos();
    this.thread = Thread.ofPlatform().daemon().name("early " + upload.id()).unstarted(() -> run(onEnd));
  }

  /**
   * Begins.
   *
   * @param folder that it works in; it is made, and goes when nothing was made, or with {@link #discard}
   * @param limit time after which it gives up
   * @param onEnd called on its thread when it needs its slot no longer
   */
  static EarlyRun start(
      Media upload,
      SegmentFollower follower,
      MediaProcessor processor,
      Path folder,
      Duration limit,
      Consumer<EarlyRun> onEnd) {
    EarlyRun run = new EarlyRun(upload, follower, processor, folder, limit, onEnd);
    run.thread.start();
    return run;
  }

  MediaId id() {
    return upload.id();
  }

  /** Tells that a segment was stored. Never blocks. */
  void nudge() {
    follower.nudge();
  }

  /** How much of the video is made, 0 to 99. */
  int percent() {
    return percent.get();
  }

  /** What it came to; empty while it is at work. */
  Optional<Outcome> outcome() {
    return Optional.ofNullable(outcome.getNow(null));
  }

  /** Why the upload will fail, if its beginning says so. */
  Optional<MediaError> refusal() {
    return outcome().isPresent() && outcome().get() instanceof Outcome.Refused(MediaError error, _)
        ? Optional.of(error)
        : Optional.empty();
  }

  /**
   * Waits for the end.
   *
   * @param term is told from now on how far it is
   */
  Outcome await(Term term) throws InterruptedException {
    listener = term;
    term.progress(percent.get());
    try {
      return outcome.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Ends it, which removes what it has made and nobody has taken out of its folder. Does not wait for that. */
  void discard() {
    discarded.countDown();
    thread.interrupt();
  }

  /**
   * Waits until it has removed its folder.
   *
   * @return false when it had not by the deadline
   */
  boolean awaitEnd(long deadlineNanos) {
    try {
      return thread.join(Duration.ofNanos(Math.max(1, deadlineNanos - System.nanoTime())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
  }

  @Override
  public void progress(int reached) {
    int now = percent.accumulateAndGet(reached, Math::max);
    Term told = listener;
    if (told != null) {
      told.progress(now);
    }
  }

  private void run(Consumer<EarlyRun> onEnd) {
    try (JobFolder folder = JobFolder.create(path)) {
      Outcome reached = reach(folder.path());
      outcome.complete(reached);
      onEnd.accept(this);
      if (reached instanceof Outcome.Made) {
        // It lies in the folder until somebody has taken it.
        discarded.await();
      }
    } catch (InterruptedException e) {
      log.debug("media {}: what was made early is discarded", upload.id());
    } catch (IOException | RuntimeException | Error e) {
      // Whatever it is: the job of the upload must not wait for this run, nor its slot be taken for ever.
      log.warn("media {}: cannot be processed early", upload.id(), e);
      outcome.complete(new Outcome.Nothing(false));
      onEnd.accept(this);
    }
  }

  private Outcome reach(Path folder) {
    try {
      Outcome reached = work(folder);
      log.debug("media {}: early: {}", upload.id(), reached);
      return reached;
    } catch (InterruptedException | SegmentFollower.StalledException e) {
      log.debug("media {}: early processing stopped: {}", upload.id(), e.toString());
      return new Outcome.Nothing(true);
    } catch (AttemptException e) {
      log.debug("media {}: early processing ended: {}", upload.id(), e.end());
      // Ended from outside: its segments stopped coming or were replaced, or somebody killed it.
      return new Outcome.Nothing(e.end() instanceof AttemptEnd.Disturbed);
    } catch (IOException | RuntimeException e) {
      if (discarded.getCount() > 0) {
        log.warn("media {}: early processing failed; the upload is processed when it is complete", upload.id(), e);
      }
      return new Outcome.Nothing(false);
    }
  }

  private Outcome work(Path folder) throws IOException, InterruptedException, AttemptException {
    return switch (follower.order()) {
      case ReadingOrder.Known order -> work(order, folder);
      case ReadingOrder.Later() -> new Outcome.TooSoon();
      case ReadingOrder.Never() -> new Outcome.Nothing(false);
    };
  }

  private Outcome work(ReadingOrder.Known order, Path folder)
      throws IOException, InterruptedException, AttemptException {
    Path beginning = folder.resolve("beginning");
    Files.write(beginning, follower.beginning(order));
    Attempt attempt = new Attempt(upload, Lane.VIDEO, this, folder, beginning, List.of(), new Effort());
    Optional<Plan.VideoTranscode> plan;
    try {
      plan = processor.planEarly(attempt);
    } catch (AttemptException e) {
      return refusal(e, order);
    }
    if (plan.isEmpty()) {
      return new Outcome.Nothing(false);
    }
    VideoMaker.Encoded made = processor.encodeEarly(attempt, plan.get(), follower.feed(order));
    // What ended before it had all of the file is not what was uploaded.
    return follower.fed().isEmpty() ? new Outcome.Nothing(false) : new Outcome.Made(made, follower.fed());
  }

  private static Outcome refusal(AttemptException refused, ReadingOrder.Known order) throws AttemptException {
    if (order.declared()
        && refused.end() instanceof AttemptEnd.Rejected(MediaError error)
        && DECLARED.contains(error.reason())) {
      return new Outcome.Refused(error, order.read());
    }
    throw refused;
  }
}
