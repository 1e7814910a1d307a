package io.safelight.processing;

import static io.safelight.media.MediaCategory.TWEET_IMAGE;
import static io.safelight.media.MediaCategory.TWEET_VIDEO;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.Await;
import io.safelight.error.StoreException;
import io.safelight.ffmpeg.MediaTools;
import io.safelight.media.ClaimedJob;
import io.safelight.media.Expiry;
import io.safelight.media.JobQueue;
import io.safelight.media.Lane;
import io.safelight.media.MediaFacts;
import io.safelight.media.MediaId;
import io.safelight.media.MediaKind;
import io.safelight.media.MediaState;
import io.safelight.media.SourceUse;
import io.safelight.media.Variant;
import io.safelight.testmedia.ProcessingMedia;
import io.safelight.testmedia.TestMedia;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerPoolTest {

  @TempDir Path folder;
  private Workshop workshop;

  @BeforeEach
  void open() {
    workshop = new Workshop(folder, Map.of("processing.quick-slots", "3", "processing.video-slots", "2"));
  }

  @AfterEach
  void close() {
    workshop.close();
  }

  @Test
  void every_job_is_processed_once_by_many_workers() throws Exception {
    AtomicInteger published = new AtomicInteger();
    var counting =
        new ForwardingQueue(workshop.jobs) {
          @Override
          public boolean succeed(
              ClaimedJob job, MediaFacts facts, List<Variant> variants, SourceUse source,
              @Nullable Instant expires) {
            published.incrementAndGet();
            return super.succeed(job, facts, variants, source, expires);
          }
        };
    List<MediaId> ids = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      ids.add(workshop.upload(TestMedia.png(), TWEET_IMAGE, true, i % 2 == 0 ? Lane.QUICK : Lane.VIDEO));
    }
    try (WorkerPool one = pool(counting, TestMedia.tools(), folder.resolve("jobs-1"));
        WorkerPool other = pool(counting, TestMedia.tools(), folder.resolve("jobs-2"))) {
      one.start();
      other.start();
      Await.until("all are processed", () -> ids.stream().allMatch(id -> workshop.media(id).state() == MediaState.SUCCEEDED));
    }
    assertThat(published).hasValue(8);
    assertThat(ids).allSatisfy(id -> assertThat(workshop.keys(id)).hasSize(1));
  }

  @Test
  void a_long_video_leaves_the_lane_for_short_work_and_a_short_one_stays() {
    MediaId longVideo = workshop.upload(ProcessingMedia.plainFullHd(), TWEET_VIDEO, false, Lane.QUICK);
    workshop.runner(TestMedia.tools(), workshop.blobs).run(workshop.claim(Lane.QUICK));
    MediaId shortVideo = workshop.upload(TestMedia.hevcMp4(), TWEET_VIDEO, false, Lane.QUICK);
    workshop.runner(TestMedia.tools(), workshop.blobs).run(workshop.claim(Lane.QUICK));

    ClaimedJob moved = workshop.claim(Lane.VIDEO);
    assertThat(moved.media().id()).isEqualTo(longVideo);
    assertThat(moved.failures() + moved.interruptions()).isZero();
    assertThat(workshop.media(shortVideo).state()).isEqualTo(MediaState.SUCCEEDED);
  }

  @Test
  void closing_ends_what_runs_and_gives_it_back() throws Exception {
    MediaId id = workshop.upload(TestMedia.png(), TWEET_IMAGE, true, Lane.VIDEO);
    var tools = new HangingTools(TestMedia.tools());
    try (WorkerPool pool = workshop.pool(tools)) {
      pool.start();
      tools.started.await();
    }

    assertThat(tools.interrupted).hasValue(1);
    assertThat(workshop.jobFolders()).isEmpty();
    assertThat(workshop.media(id).state()).isEqualTo(MediaState.PENDING);
    assertThat(workshop.claim(Lane.VIDEO))
        .extracting(ClaimedJob::failures, ClaimedJob::interruptions)
        .containsExactly(0, 0);
  }

  @Test
  void a_store_that_is_down_loses_no_job() throws Exception {
    AtomicInteger claims = new AtomicInteger();
    AtomicInteger publications = new AtomicInteger();
    var flaky =
        new ForwardingQueue(workshop.jobs) {
          @Override
          public List<ClaimedJob> claim(String owner, Lane lane, int max, Duration lease) {
            if (claims.incrementAndGet() <= 2) {
              throw new StoreException("down", new IllegalStateException());
            }
            return super.claim(owner, lane, max, lease);
          }

          @Override
          public boolean succeed(
              ClaimedJob job, MediaFacts facts, List<Variant> variants, SourceUse source,
              @Nullable Instant expires) {
            if (publications.incrementAndGet() <= 2) {
              throw new StoreException("down", new IllegalStateException());
            }
            return super.succeed(job, facts, variants, source, expires);
          }
        };
    MediaId id = workshop.upload(TestMedia.png(), TWEET_IMAGE, true, Lane.VIDEO);
    try (WorkerPool pool = pool(flaky, TestMedia.tools(), workshop.jobsFolder)) {
      pool.start();
      Await.until("it is processed", () -> workshop.media(id).state() == MediaState.SUCCEEDED);
    }
    assertThat(publications).hasValue(3);
  }

  @Test
  void a_failure_nobody_thought_of_ends_no_worker() throws Exception {
    AtomicInteger claims = new AtomicInteger();
    var broken =
        new ForwardingQueue(workshop.jobs) {
          @Override
          public List<ClaimedJob> claim(String owner, Lane lane, int max, Duration lease) {
            if (claims.incrementAndGet() <= 5) {
              throw new AssertionError("unthinkable");
            }
            return super.claim(owner, lane, max, lease);
          }
        };
    MediaId id = workshop.upload(TestMedia.png(), TWEET_IMAGE, true, Lane.VIDEO);
    try (WorkerPool pool = pool(broken, TestMedia.tools(), workshop.jobsFolder)) {
      pool.start();
      Await.until("it is processed", () -> workshop.media(id).state() == MediaState.SUCCEEDED);
    }
  }

  @Test
  void a_job_that_a_stopping_server_hands_back_is_the_next_again() throws Exception {
    MediaId first = workshop.upload(TestMedia.mp4FullHd(), TWEET_VIDEO, true, Lane.VIDEO);
    try (WorkerPool pool = pool(workshop.jobs, new HangingTools(TestMedia.tools()), workshop.jobsFolder)) {
      pool.start();
      Await.until("the first is begun", () -> workshop.media(first).state() == MediaState.IN_PROGRESS);
    }
    workshop.upload(TestMedia.mp4FullHd(), TWEET_VIDEO, true, Lane.VIDEO);

    ClaimedJob next = workshop.claim(Lane.VIDEO);
    assertThat(next.media().id()).isEqualTo(first);
    assertThat(next.interruptions()).as("it was told to stop: no fault of the media's").isZero();
  }

  @Test
  void a_job_that_is_claimed_while_the_server_stops_is_the_next_again() throws Exception {
    MediaId first = workshop.upload(TestMedia.png(), TWEET_IMAGE, true, Lane.VIDEO);
    workshop.clock.advance(Duration.ofSeconds(1));
    workshop.upload(TestMedia.png(), TWEET_IMAGE, true, Lane.VIDEO);
    workshop.clock.advance(Duration.ofSeconds(1));
    var closer = new CompletableFuture<Thread>();
    var closedMeanwhile =
        new ForwardingQueue(workshop.jobs) {
          @Override
          public List<ClaimedJob> claim(String owner, Lane lane, int max, Duration lease) {
            List<ClaimedJob> jobs = super.claim(owner, lane, max, lease);
            if (!jobs.isEmpty()) {
              Thread closing = closer.join();
              closing.start();
              while (closing.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
              }
            }
            return jobs;
          }
        };
    WorkerPool pool = pool(closedMeanwhile, TestMedia.tools(), workshop.jobsFolder);
    Thread closing = Thread.ofPlatform().unstarted(pool::close);
    pool.start();
    closer.complete(closing);
    Await.until("closing has ended", () -> closing.getState() == Thread.State.TERMINATED);

    assertThat(workshop.claim(Lane.VIDEO))
        .extracting(job -> job.media().id(), ClaimedJob::attempt)
        .containsExactly(first, 2);
  }

  @Test
  void what_a_media_waits_between_its_attempts_is_not_learned_as_work() {
    MediaId id = workshop.upload(TestMedia.png(), TWEET_IMAGE, true, Lane.QUICK);
    ClaimedJob first = workshop.jobs.claim("first", Lane.QUICK, 1, Duration.ofMinutes(1)).getFirst();
    workshop.jobs.moveTo(first, Lane.VIDEO);
    workshop.clock.advance(Duration.ofHours(1));

    assertThat(workshop.process(id).state()).isEqualTo(MediaState.SUCCEEDED);

    assertThat(workshop.pace.seconds(MediaKind.IMAGE, 1 << 20)).isBetween(0.01, 60.0);
  }

  @Test
  void what_a_media_costs_is_learned_though_nobody_asks_for_its_status() {
    double before = workshop.pace.seconds(MediaKind.IMAGE, 1 << 20);

    workshop.process(TestMedia.png(), TWEET_IMAGE, true);

    assertThat(workshop.pace.seconds(MediaKind.IMAGE, 1 << 20)).isNotEqualTo(before);
  }

  private WorkerPool pool(JobQueue queue, MediaTools tools, Path jobs) {
    return new WorkerPool(
        queue,
        workshop.media,
        workshop.blobs,
        tools,
        Workshop.SOURCE_COMMAND,
        jobs,
        workshop.processing,
        workshop.config.limits(),
        new Expiry(workshop.config.expiry()),
        workshop.pace,
        workshop.early(tools),
        workshop.clock);
  }
}
