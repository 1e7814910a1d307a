package io.safelight.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safelight.Await;
import io.safelight.TestClock;
import io.safelight.blob.BlobSink;
import io.safelight.blob.DataFolder;
import io.safelight.blob.DurableFiles;
import io.safelight.blob.LocalBlobStore;
import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.ffmpeg.FfmpegCommand;
import io.safelight.ffmpeg.FfmpegRun;
import io.safelight.ffmpeg.H264Encoder;
import io.safelight.ffmpeg.MediaTools;
import io.safelight.ffmpeg.Priority;
import io.safelight.ffmpeg.ProbeOutcome;
import io.safelight.ffmpeg.ProgressListener;
import io.safelight.ffmpeg.Resource;
import io.safelight.ffmpeg.RunOutcome;
import io.safelight.media.PictureSize;
import io.safelight.media.PictureSize.Fitted;
import io.safelight.media.Variant;
import io.safelight.testmedia.TestMedia;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureSizesTest {
  private static final int WAITING = 64;

  @TempDir Path folder;
  private DataFolder data;
  private LocalBlobStore blobs;
  private HeldTools tools;
  private PictureCache cache;
  private PictureSizes sizes;

  @BeforeEach
  void open() throws IOException {
    data = DataFolder.open(folder);
    blobs = new LocalBlobStore(data.blobs(), data.tmp(), new DurableFiles());
    tools = new HeldTools();
    var clock = new TestClock(Instant.parse("2026-11-22T03:00:00Z"));
    cache = new PictureCache(data.pictures(), data.tmp(), 64 << 20, clock);
    sizes = new PictureSizes(blobs, cache, tools, data.jobs(), 1);
  }

  @AfterEach
  void close() {
    tools.permits.release(1000);
    sizes.close();
  }

  @Test
  void all_who_ask_for_one_picture_at_once_get_what_is_made_once() throws Exception {
    Variant picture = published("1/out/1.a/large.jpg");

    try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Path>> answers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        answers.add(readers.submit(() -> sizes.file(picture, small())));
      }
      tools.started.acquire();
      tools.permits.release();
      for (Future<Path> answer : answers) {
        assertThat(answer.get()).isEqualTo(answers.getFirst().get());
      }
    }
    assertThat(tools.runs).hasValue(1);
    assertThat(tools.priority).hasValue(Priority.AWAITED);
    assertThat(sizes.file(picture, small())).isNotEmptyFile();
    assertThat(tools.runs).as("it is kept").hasValue(1);
  }

  @Test
  void when_too_many_are_waiting_the_next_is_told_to_come_back() throws Exception {
    Variant picture = published("1/out/1.a/large.jpg");
    try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Path>> waiting = new ArrayList<>();
      waiting.add(readers.submit(() -> sizes.file(picture, small())));
      tools.started.acquire();
      for (int i = 0; i < WAITING; i++) {
        Variant another = published("2/out/1.a/large" + i + ".jpg");
        waiting.add(readers.submit(() -> sizes.file(another, small())));
      }
      Await.until("all wait for their turn", () -> sizes.waiting() == WAITING);
      Variant oneMore = published("3/out/1.a/large.jpg");
      assertThatThrownBy(() -> sizes.file(oneMore, small()))
          .isInstanceOfSatisfying(
              SafelightException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.OVER_CAPACITY);
                assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(2));
              });

      waiting.add(readers.submit(() -> sizes.file(picture, small())));
      tools.permits.release(1000);
      for (Future<Path> answer : waiting) {
        assertThat(answer.get()).exists();
      }
    }
    assertThat(tools.most).as("one slot").hasValue(1);
    assertThat(data.jobs()).isEmptyDirectory();
  }

  @Test
  void a_picture_whose_bytes_are_gone_is_not_there() {
    Variant gone = new Variant("large.jpg", "image/jpeg", "1/out/1.a/large.jpg", 1, 1300, 866, 0);
    assertThatThrownBy(() -> sizes.file(gone, small())).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void what_is_being_made_when_the_server_stops_can_be_asked_for_again() throws Exception {
    Variant picture = published("1/out/1.a/large.jpg");
    try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Path> waiting = readers.submit(() -> sizes.file(picture, small()));
      tools.started.acquire();

      sizes.close();

      assertThatThrownBy(waiting::get)
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOfSatisfying(
              SafelightException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OVER_CAPACITY));
    }
    assertThatThrownBy(() -> sizes.file(picture, small())).isInstanceOf(SafelightException.class);
    assertThat(cache.bytes()).isZero();
  }

  @Test
  void stopping_waits_for_what_is_being_made_and_tells_those_whose_turn_never_came() throws Exception {
    Variant picture = published("1/out/1.a/large.jpg");
    Variant another = published("2/out/1.a/large.jpg");
    try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Path> running = readers.submit(() -> sizes.file(picture, small()));
      tools.started.acquire();
      Future<Path> queued = readers.submit(() -> sizes.file(another, small()));
      Await.until("one waits for its turn", () -> sizes.waiting() == 1);

      sizes.close();

      assertThat(data.jobs()).as("folders of runs").isEmptyDirectory();
      assertThatThrownBy(running::get).isInstanceOf(ExecutionException.class);
      assertThatThrownBy(queued::get)
          .cause()
          .isInstanceOfSatisfying(
              SafelightException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OVER_CAPACITY))
          .hasCauseInstanceOf(RejectedExecutionException.class);
    }
  }

  @Test
  void nothing_stays_of_a_picture_that_is_deleted_while_a_size_of_it_is_made() throws Exception {
    Variant picture = published("1/out/1.a/large.jpg");
    try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Path> waiting = readers.submit(() -> sizes.file(picture, small()));
      tools.started.acquire();

      blobs.delete("1/");
      cache.forget("1/");
      tools.permits.release();

      assertThatThrownBy(waiting::get).hasCauseInstanceOf(NoSuchFileException.class);
    }
    assertThat(cache.bytes()).isZero();
    assertThat(data.pictures()).isEmptyDirectory();
  }

  @Test
  void what_nobody_waits_for_any_more_is_not_begun() throws Exception {
    Variant picture = published("1/out/1.a/large.jpg");
    Variant unwanted = published("2/out/1.a/large.jpg");
    try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Path> running = readers.submit(() -> sizes.file(picture, small()));
      tools.started.acquire();
      Thread impatient = Thread.ofVirtual().start(() -> assertThatThrownBy(() -> sizes.file(unwanted, small())));
      Await.until("one waits for its turn", () -> sizes.waiting() == 1);
      impatient.interrupt();
      impatient.join();

      tools.permits.release(10);
      assertThat(running.get()).exists();
      assertThat(sizes.file(published("3/out/1.a/large.jpg"), small())).exists();
    }
    assertThat(tools.runs).hasValue(2);
  }

  @Test
  void a_picture_that_needs_too_much_is_not_asked_for_again() throws Exception {
    Variant picture = published("1/out/1.a/large.jpg");
    tools.outcome.set(new RunOutcome.Exceeded(Resource.MEMORY, "", new RunOutcome.Usage(Duration.ZERO, 0)));
    tools.permits.release();

    assertThatThrownBy(() -> sizes.file(picture, small()))
        .isInstanceOf(IllegalStateException.class)
        .hasStackTraceContaining("for want of MEMORY");
  }

  @Test
  void a_file_that_goes_between_finding_and_opening_it_is_made_again() throws Exception {
    tools.permits.release(10);
    Variant picture = published("1/out/1.a/large.jpg");
    byte[] made = Files.readAllBytes(sizes.file(picture, small()));
    // What the cache names can be opened by nobody: as if it went each time just before.
    cache.forget("1/");

    try (FileChannel open = sizes.open(picture, small())) {
      cache.forget("1/");
      assertThat(Channels.newInputStream(open).readAllBytes()).isEqualTo(made);
    }
    assertThat(tools.runs).hasValue(2);
  }

  private static Fitted small() {
    return PictureSize.SMALL.of(1300, 866);
  }

  private Variant published(String key) throws IOException {
    byte[] bytes = Files.readAllBytes(TestMedia.jpeg(1300, 866));
    try (BlobSink sink = blobs.create()) {
      sink.write(ByteBuffer.wrap(bytes));
      sink.commit(key);
    }
    return new Variant("large.jpg", "image/jpeg", key, bytes.length, 1300, 866, 0);
  }

  /** A run that has ended. */
  private record Ended(RunOutcome outcome) implements FfmpegRun {
    @Override
    public RunOutcome await() {
      return outcome;
    }
  }

  /** The real ones, each run of which needs a permit. */
  private static final class HeldTools implements MediaTools {
    final Semaphore started = new Semaphore(0);
    final Semaphore permits = new Semaphore(0);
    final AtomicInteger runs = new AtomicInteger();
    final AtomicInteger most = new AtomicInteger();
    final AtomicReference<@Nullable RunOutcome> outcome = new AtomicReference<>();
    final AtomicReference<Priority> priority = new AtomicReference<>(Priority.BACKGROUND);
    private final AtomicInteger atOnce = new AtomicInteger();

    @Override
    public FfmpegRun start(FfmpegCommand command, ProgressListener listener) {
      runs.incrementAndGet();
      priority.set(command.priority());
      most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
      started.release();
      try {
        permits.acquire();
        RunOutcome instead = outcome.get();
        return instead == null ? TestMedia.tools().start(command, listener) : new Ended(instead);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return TestMedia.tools().start(command, listener);
      } finally {
        atOnce.decrementAndGet();
      }
    }

    @Override
    public ProbeOutcome probe(Path input, Path jobFolder, Duration timeout) {
      throw new IllegalStateException("nothing is probed here");
    }

    @Override
    public H264Encoder h264Encoder() {
      throw new IllegalStateException("no video is made here");
    }
  }
}
