package io.safelight.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalBlobStoreTest {
  @TempDir Path folder;
  private DataFolder data;
  private LocalBlobStore store;

  @BeforeEach
  void open() throws IOException {
    data = DataFolder.open(folder.resolve("data"));
    store = new LocalBlobStore(data.blobs(), data.tmp(), new DurableFiles());
  }

  @Test
  void committed_bytes_are_read_back() throws IOException {
    commit("1187325/seg/0.k3f9", "hello");

    assertThat(read("1187325/seg/0.k3f9")).isEqualTo("hello");
    assertThat(BlobFile.of(data, "1187325/seg/0.k3f9")).hasContent("hello");
    assertThat(data.tmp()).isEmptyDirectory();
  }

  @Test
  void a_sink_counts_and_checks_what_passes_through_direct_and_heap_buffers() throws IOException {
    byte[] bytes = "a safelight tells you that it is safe to look".getBytes(UTF_8);
    var crc = new CRC32C();
    crc.update(bytes);

    try (BlobSink sink = store.create()) {
      ByteBuffer direct = ByteBuffer.allocateDirect(10).put(bytes, 0, 10).flip();
      sink.write(direct);
      sink.write(ByteBuffer.wrap(bytes, 10, bytes.length - 10));

      assertThat(direct.hasRemaining()).isFalse();
      assertThat(sink.size()).isEqualTo(bytes.length);
      assertThat(sink.crc32c()).isEqualTo((int) crc.getValue());
      try (SeekableByteChannel content = sink.content()) {
        assertThat(Channels.newInputStream(content).readAllBytes()).isEqualTo(bytes);
      }
    }
  }

  @Test
  void an_empty_blob_is_a_blob() throws IOException {
    commit("1/seg/9.a", "");
    assertThat(read("1/seg/9.a")).isEmpty();
  }

  @Test
  void a_sink_that_is_closed_without_commit_leaves_nothing() throws IOException {
    try (BlobSink sink = store.create()) {
      sink.write(ByteBuffer.wrap(new byte[1000]));
      assertThat(data.tmp()).isNotEmptyDirectory();
    }
    assertThat(data.tmp()).isEmptyDirectory();
    assertThat(data.blobs()).isEmptyDirectory();
  }

  @Test
  void files_and_folders_belong_to_this_user_alone() throws IOException {
    commit("1/seg/0.a", "private");
    Path file = BlobFile.of(data, "1/seg/0.a");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent()))).isEqualTo("rwx------");
  }

  @Test
  void a_key_is_never_overwritten() throws IOException {
    commit("1/seg/0.a", "first");

    assertThatThrownBy(() -> commit("1/seg/0.a", "second")).isInstanceOf(FileAlreadyExistsException.class);

    assertThat(read("1/seg/0.a")).isEqualTo("first");
    assertThat(data.tmp()).isEmptyDirectory();
  }

  @Test
  void of_many_sinks_that_commit_one_key_at_once_exactly_one_wins() throws Exception {
    int rivals = 8;
    for (int round = 0; round < 20; round++) {
      String key = round + "/seg/0.a";
      var start = new CyclicBarrier(rivals);
      List<Callable<Boolean>> commits = new ArrayList<>();
      for (int i = 0; i < rivals; i++) {
        String content = "rival " + i;
        commits.add(
            () -> {
              start.await();
              try {
                commit(key, content);
                return true;
              } catch (FileAlreadyExistsException lost) {
                return false;
              }
            });
      }
      List<Boolean> won = all(commits);

      assertThat(won).containsOnlyOnce(true);
      assertThat(read(key)).isEqualTo("rival " + won.indexOf(true));
    }
    assertThat(data.tmp()).isEmptyDirectory();
  }

  @Test
  void a_committed_sink_takes_no_more_bytes() throws IOException {
    try (BlobSink sink = store.create()) {
      sink.commit("1/seg/0.a");
      assertThatThrownBy(() -> sink.write(ByteBuffer.allocate(1))).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> sink.commit("1/seg/0.b")).isInstanceOf(IllegalStateException.class);
    }
    assertThat(read("1/seg/0.a")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "/", "/1", "..", "1/..", "../1", "1/../2", "1//2", "1/.", "1/.hidden", "1/a..b", "1/a.", "A/b", "1/ü",
        "1/a b", "1/a\\b", "1/a\u0000", "1/a\n", "1/seg/",
      })
  void a_key_that_could_mean_another_place_is_refused(String key) throws IOException {
    try (BlobSink sink = store.create()) {
      assertThatThrownBy(() -> sink.commit(key)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> store.open(key)).isInstanceOf(IllegalArgumentException.class);
    assertThat(data.tmp()).isEmptyDirectory();
  }

  @Test
  void what_was_never_committed_is_not_there() throws IOException {
    commit("1/seg/0.a", "x");

    assertThatThrownBy(() -> store.open("1/seg/1.b")).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> store.open("1/seg")).isInstanceOf(NoSuchFileException.class);
    assertThat(store.list("2/")).isEmpty();
    store.delete("1/seg/1.b");
    store.delete("1/seg");
    store.delete("2/");
    assertThat(read("1/seg/0.a")).isEqualTo("x");
  }

  @Test
  void a_prefix_lists_and_deletes_what_is_below_it_and_nothing_else() throws IOException {
    commit("1/seg/0.a", "x");
    commit("1/out/1.r/720p.mp4", "x");
    commit("12/seg/0.a", "x");

    assertThat(store.list("1/")).containsExactlyInAnyOrder("1/seg/0.a", "1/out/1.r/720p.mp4");
    assertThat(store.list("1/seg/")).containsExactly("1/seg/0.a");

    store.delete("1/");

    assertThat(store.list("1/")).isEmpty();
    assertThat(store.list("12/")).containsExactly("12/seg/0.a");
  }

  @Test
  void folders_of_a_media_and_of_its_shard_go_with_the_last_blob() throws IOException {
    commit("1/seg/0.a", "x");
    commit("1/seg/1.b", "x");
    Path shard = data.blobs().resolve(new BlobKey("1/seg/0.a").shardFolder());

    store.delete("1/seg/0.a");
    assertThat(shard.resolve("1/seg")).isDirectory();
    store.delete("1/seg/1.b");

    assertThat(shard).doesNotExist();
    assertThat(shard.getParent()).isEmptyDirectory();
    commit("1/seg/2.c", "x");
    assertThat(read("1/seg/2.c")).isEqualTo("x");
  }

  @Test
  void a_blob_that_is_being_read_may_be_deleted() throws IOException {
    commit("1/seg/0.a", "still here");
    try (SeekableByteChannel channel = store.open("1/seg/0.a")) {
      store.delete("1/");
      assertThat(Channels.newInputStream(channel).readAllBytes()).asString(UTF_8).isEqualTo("still here");
    }
  }

  @Test
  void a_commit_keeps_its_folder_while_another_thread_deletes_everything_around_it() throws Exception {
    var interfering = new DeletingBeforeLink();
    var contested = new LocalBlobStore(data.blobs(), data.tmp(), interfering);
    interfering.store = contested;
    try (BlobSink sink = contested.create()) {
      sink.commit("7/seg/0.a");
    }
    interfering.deleters.getFirst().join();

    // The deletion saw the folders while they were empty, and had to wait.
    assertThat(contested.list("7/")).containsExactly("7/seg/0.a");
  }

  @Test
  void media_with_neighbouring_ids_are_spread_over_folders() {
    long shards =
        Stream.iterate(1L << 22, id -> id + (1L << 22))
            .limit(1000)
            .map(id -> new BlobKey(id + "/a").shardFolder())
            .distinct()
            .count();
    assertThat(shards).isGreaterThan(900);
  }

  @Test
  void the_space_left_is_known() throws IOException {
    assertThat(store.availableBytes()).isPositive();
  }

  private void commit(String key, String content) throws IOException {
    try (BlobSink sink = store.create()) {
      sink.write(ByteBuffer.wrap(content.getBytes(UTF_8)));
      sink.commit(key);
    }
  }

  private String read(String key) throws IOException {
    try (SeekableByteChannel channel = store.open(key)) {
      return new String(Channels.newInputStream(channel).readAllBytes(), UTF_8);
    }
  }

  private static <T> List<T> all(List<Callable<T>> tasks) throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    }
  }

  /** Between making the folders of a key and putting the key there, another thread deletes what is empty, or waits to. */
  private static final class DeletingBeforeLink extends DurableFiles {
    private @Nullable BlobStore store;
    private final List<Thread> deleters = new ArrayList<>();

    @Override
    public void link(Path file, Path name) throws IOException {
      BlobStore contested = store;
      if (contested != null) {
        Thread thread =
            Thread.ofPlatform()
                .start(
                    () -> {
                      try {
                        contested.delete("7/");
                      } catch (IOException e) {
                        throw new UncheckedIOException(e);
                      }
                    });
        deleters.add(thread);
        while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TERMINATED) {
          Thread.onSpinWait();
        }
      }
      super.link(file, name);
    }
  }
}
