package io.safelight.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MediaWaiterTest {
  private static final Duration NEVER = Duration.ofDays(1);

  @TempDir private Path folder;

  private final CountDownLatch looked = new CountDownLatch(1);
  private final AtomicReference<MediaState> seen = new AtomicReference<>();
  private StoredMedia store;

  @BeforeEach
  void open() {
    store = new StoredMedia(folder);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void a_waiting_thread_is_woken_by_the_end() throws InterruptedException {
    var waiter = store.listeners.add(new MediaWaiter(watched(), store.clock, NEVER));
    MediaId id = store.finalized();

    Thread waiting = await(waiter, id);
    succeed(id);
    waiting.join(Duration.ofSeconds(30));

    assertThat(seen.get()).isEqualTo(MediaState.SUCCEEDED);
  }

  @Test
  void an_end_that_nobody_tells_of_as_it_came_on_another_node_is_seen_all_the_same() throws InterruptedException {
    var waiter = new MediaWaiter(watched(), store.clock, Duration.ofMillis(10));
    MediaId id = store.finalized();

    Thread waiting = await(waiter, id);
    succeed(id);
    waiting.join(Duration.ofSeconds(30));

    assertThat(seen.get()).isEqualTo(MediaState.SUCCEEDED);
  }

  @Test
  void an_interrupt_ends_the_waiting() throws InterruptedException {
    var waiter = store.listeners.add(new MediaWaiter(watched(), store.clock, NEVER));

    Thread waiting = await(waiter, store.finalized());
    waiting.interrupt();
    waiting.join(Duration.ofSeconds(30));

    assertThat(seen.get()).isEqualTo(MediaState.PENDING);
  }

  @Test
  void at_its_deadline_it_gives_up() {
    var waiter = new MediaWaiter(store.media, store.clock);
    Instant now = store.clock.instant();

    assertThat(waiter.awaitFinished(store.finalized(), now).orElseThrow().state()).isEqualTo(MediaState.PENDING);
  }

  /** Starts to wait; when this returns, the media has been looked at once. */
  private Thread await(MediaWaiter waiter, MediaId id) throws InterruptedException {
    Instant deadline = store.clock.instant().plus(NEVER);
    Thread waiting =
        Thread.startVirtualThread(() -> seen.set(waiter.awaitFinished(id, deadline).orElseThrow().state()));
    looked.await();
    return waiting;
  }

  private void succeed(MediaId id) {
    ClaimedJob job = store.jobs.claim("worker", Lane.VIDEO, 1, Duration.ofSeconds(30)).getFirst();
    assertThat(job.media().id()).isEqualTo(id);
    assertThat(store.jobs.succeed(job, StoredMedia.FACTS, List.of(), SourceUse.NONE, null)).isTrue();
  }

  /** The store, which says when it was asked for the first time and has answered. */
  private MediaRepository watched() {
    return (MediaRepository)
        Proxy.newProxyInstance(
            MediaRepository.class.getClassLoader(),
            new Class<?>[] {MediaRepository.class},
            (_, method, arguments) -> {
              Object found = method.invoke(store.media, arguments);
              looked.countDown();
              return found;
            });
  }
}
