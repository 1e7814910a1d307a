package io.safelight.processing;

import static io.safelight.media.MediaCategory.TWEET_IMAGE;
import static io.safelight.media.MediaCategory.TWEET_VIDEO;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.blob.BlobSink;
import io.safelight.error.StoreException;
import io.safelight.media.ClaimedJob;
import io.safelight.media.Lane;
import io.safelight.media.Media;
import io.safelight.media.MediaFacts;
import io.safelight.media.MediaId;
import io.safelight.media.MediaState;
import io.safelight.media.SourceUse;
import io.safelight.media.Variant;
import io.safelight.testmedia.TestMedia;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker that was overtaken, or whose publication seemed to fail, spoils nothing of what others did. */
class OvertakenWorkerTest {
  @TempDir Path folder;
  private Workshop workshop;

  @BeforeEach
  void open() {
    workshop = new Workshop(folder, Map.of(), Duration.ofMillis(600), Duration.ofSeconds(30));
  }

  @AfterEach
  void close() {
    workshop.close();
  }

  @Test
  void a_worker_that_lost_its_lease_stops_and_publishes_nothing() throws Exception {
    MediaId id = workshop.upload(TestMedia.png(), TWEET_IMAGE, true, Lane.VIDEO);
    var tools = new HangingTools(TestMedia.tools());
    ClaimedJob stale = workshop.claim(Lane.VIDEO);
    Thread worker = Thread.ofPlatform().start(() -> workshop.runner(tools, workshop.blobs).run(stale));
    tools.started.await();

    workshop.clock.advance(Duration.ofMinutes(1));
    ClaimedJob taken = workshop.jobs.claim("other", Lane.VIDEO, 1, Duration.ofMinutes(1)).getFirst();
    worker.join();

    assertThat(tools.interrupted).hasValue(1);
    assertThat(taken.interruptions()).isEqualTo(1);
    assertThat(workshop.jobFolders()).isEmpty();
    assertThat(workshop.media(id).state()).isEqualTo(MediaState.IN_PROGRESS);
    workshop.runner(TestMedia.tools(), workshop.blobs).run(taken);
    assertThat(workshop.media(id).state()).isEqualTo(MediaState.SUCCEEDED);
  }

  @Test
  void outputs_of_an_attempt_that_was_overtaken_are_withdrawn() {
    MediaId id = workshop.upload(TestMedia.webm(), TWEET_VIDEO, true, Lane.VIDEO);
    ClaimedJob stale = workshop.claim(Lane.VIDEO);
    AtomicInteger stored = new AtomicInteger();
    var overtaken = new ForwardingBlobs(workshop.blobs) {
      @Override
      public BlobSink create() throws IOException {
        if (stored.incrementAndGet() == 2) {
          workshop.clock.advance(Duration.ofMinutes(1));
          workshop.jobs.claim("other", Lane.VIDEO, 1, Duration.ofMinutes(1));
        }
        return super.create();
      }
    };

    workshop.runner(TestMedia.tools(), overtaken).run(stale);

    assertThat(stored).hasValue(2);
    assertThat(workshop.media(id).state()).isEqualTo(MediaState.IN_PROGRESS);
    assertThat(workshop.keys(id)).allMatch(key -> key.startsWith(id + "/seg/")).hasSize(3);
  }

  @Test
  void what_was_published_by_a_transaction_that_seemed_to_fail_stays() {
    MediaId id = workshop.upload(TestMedia.png(), TWEET_IMAGE, true, Lane.VIDEO);
    var ambiguous =
        new SeeminglyFailingQueue() {
          @Override
          boolean first(BooleanSupplier publish) {
            assertThat(publish.getAsBoolean()).isTrue();
            throw new StoreException("the answer was lost");
          }
        };

    workshop.runner(ambiguous, TestMedia.tools(), workshop.blobs).run(workshop.claim(Lane.VIDEO));

    assertThat(workshop.media(id).state()).isEqualTo(MediaState.SUCCEEDED);
    assertThat(workshop.keys(id)).containsExactlyInAnyOrderElementsOf(variantKeys(id)).isNotEmpty();
  }

  @Test
  void who_was_overtaken_while_the_store_was_down_takes_nothing_from_who_has_the_job() {
    MediaId id = workshop.upload(TestMedia.png(), TWEET_IMAGE, true, Lane.VIDEO);
    var takers = new ArrayList<ClaimedJob>();
    var overtaken =
        new SeeminglyFailingQueue() {
          @Override
          boolean first(BooleanSupplier publish) {
            workshop.clock.advance(Duration.ofMinutes(1));
            takers.addAll(workshop.jobs.claim("other", Lane.VIDEO, 1, Duration.ofMinutes(1)));
            throw new StoreException("down");
          }
        };

    workshop.runner(overtaken, TestMedia.tools(), workshop.blobs).run(workshop.claim(Lane.VIDEO));

    assertThat(workshop.keys(id)).filteredOn(key -> key.startsWith(id + "/seg/")).hasSize(3);
    workshop.runner(TestMedia.tools(), workshop.blobs).run(takers.getFirst());
    assertThat(workshop.media(id).state()).isEqualTo(MediaState.SUCCEEDED);
    assertThat(workshop.keys(id)).containsExactlyInAnyOrderElementsOf(variantKeys(id)).isNotEmpty();
  }

  /** A queue that leaves the first publication to a test. */
  private abstract class SeeminglyFailingQueue extends ForwardingQueue {
    private final AtomicInteger tries = new AtomicInteger();

    SeeminglyFailingQueue() {
      super(workshop.jobs);
    }

    abstract boolean first(BooleanSupplier publish);

    @Override
    public boolean succeed(
        ClaimedJob job, MediaFacts facts, List<Variant> variants, SourceUse source, @Nullable Instant expires) {
      BooleanSupplier publish = () -> super.succeed(job, facts, variants, source, expires);
      return tries.incrementAndGet() == 1 ? first(publish) : publish.getAsBoolean();
    }
  }

  private List<String> variantKeys(MediaId id) {
    return workshop.media.variants(id).stream().map(Variant::key).toList();
  }

  @Test
  void bytes_of_attempts_that_died_are_swept_when_nothing_is_left_to_be_made() throws Exception {
    MediaId id = workshop.upload(TestMedia.webm(), TWEET_VIDEO, true, Lane.VIDEO);
    try (BlobSink sink = workshop.blobs.create()) {
      sink.commit(id + "/out/1.dead/180p.mp4");
    }

    Media media = workshop.process(id);
    workshop.complete(id);

    assertThat(workshop.keys(id)).containsExactlyInAnyOrderElementsOf(variantKeys(media.id()));
  }
}
