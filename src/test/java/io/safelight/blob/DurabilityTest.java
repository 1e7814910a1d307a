package io.safelight.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** In what order a blob becomes durable, and what is left when a step is the last one that happens. */
class DurabilityTest {
  @TempDir Path folder;
  private DataFolder data;

  /** The steps of a commit, in order. */
  enum Step {
    CREATE,
    FORCE,
    CREATE_FOLDER,
    FORCE_PARENT,
    LINK,
    FORCE_FOLDER,
    UNLINK
  }

  @BeforeEach
  void open() throws IOException {
    data = DataFolder.open(folder.resolve("data"));
  }

  @Test
  void bytes_then_folders_from_the_top_then_the_name_are_made_durable() throws IOException {
    var files = new RecordingFiles();
    var store = new LocalBlobStore(data.blobs(), data.tmp(), files);
    files.steps.clear();

    commit(store, "1/seg/0.a");

    String shard = new BlobKey("1/seg/0.a").shardFolder().toString();
    String aa = shard.substring(0, 2);
    assertThat(files.steps)
        .containsExactly(
            "create tmp",
            "force",
            "create blobs/" + aa,
            "force blobs",
            "create blobs/" + shard,
            "force blobs/" + aa,
            "create blobs/" + shard + "/1",
            "force blobs/" + shard,
            "create blobs/" + shard + "/1/seg",
            "force blobs/" + shard + "/1",
            "link blobs/" + shard + "/1/seg/0.a",
            "force blobs/" + shard + "/1/seg",
            "unlink tmp");
  }

  @Test
  void the_next_blob_of_a_media_syncs_only_itself_and_its_folder() throws IOException {
    var files = new RecordingFiles();
    var store = new LocalBlobStore(data.blobs(), data.tmp(), files);
    commit(store, "1/seg/0.a");
    files.steps.clear();

    commit(store, "1/seg/1.b");

    String seg = "blobs/" + new BlobKey("1/seg/0.a").shardFolder() + "/1/seg";
    assertThat(files.steps).containsExactly("create tmp", "force", "link " + seg + "/1.b", "force " + seg, "unlink tmp");
  }

  @Test
  void a_folder_that_was_removed_and_made_again_is_made_durable_again() throws IOException {
    var files = new RecordingFiles();
    var store = new LocalBlobStore(data.blobs(), data.tmp(), files);
    commit(store, "1/seg/0.a");
    store.delete("1/");
    files.steps.clear();

    commit(store, "1/seg/1.b");

    String shard = "blobs/" + new BlobKey("1/seg/0.a").shardFolder();
    assertThat(files.steps).containsSubsequence("create " + shard, "create " + shard + "/1", "force " + shard, "link " + shard + "/1/seg/1.b");
  }

  @Test
  void a_folder_that_another_made_is_not_trusted_until_its_parent_was_synced() throws IOException {
    var files = new RecordingFiles();
    var store = new LocalBlobStore(data.blobs(), data.tmp(), files);
    Path shard = new BlobKey("1/seg/0.a").shardFolder();
    Files.createDirectories(data.blobs().resolve(shard).resolve("1/seg"));

    commit(store, "1/seg/0.a");

    assertThat(files.steps).contains("force blobs", "force blobs/" + shard, "force blobs/" + shard + "/1");
  }

  @Test
  void a_deletion_is_durable_when_it_returns() throws IOException {
    var files = new RecordingFiles();
    var store = new LocalBlobStore(data.blobs(), data.tmp(), files);
    commit(store, "1/seg/0.a");
    commit(store, "1/seg/1.b");
    String shard = "blobs/" + new BlobKey("1/seg/0.a").shardFolder();

    files.steps.clear();
    store.delete("1/seg/0.a");
    assertThat(files.steps).containsExactly("unlink " + shard + "/1/seg/0.a", "force " + shard + "/1/seg");

    files.steps.clear();
    store.delete("1/seg/1.b");
    String aa = shard.substring(0, shard.lastIndexOf('/'));
    assertThat(files.steps).containsExactly("unlink " + shard + "/1/seg/1.b", "force " + aa);
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void whatever_step_fails_the_key_is_complete_or_not_there_and_a_sweep_leaves_nothing_else(Step last) throws IOException {
    var files = new FailingFiles();
    var store = new LocalBlobStore(data.blobs(), data.tmp(), files);
    commit(store, "1/seg/0.before");

    files.linked = false;
    files.dieAt = last;
    boolean acknowledged = true;
    try {
      commit(store, "1/out/1.r/720p.mp4");
    } catch (IOException e) {
      acknowledged = false;
    }

    try (DataFolderLock lock = data.lock()) {
      lock.sweepTmp();
    }
    assertThat(data.tmp()).isEmptyDirectory();
    var restarted = new LocalBlobStore(data.blobs(), data.tmp(), new DurableFiles());
    assertThat(BlobFile.of(data, "1/seg/0.before")).hasContent("content");
    assertThat(acknowledged).isEqualTo(last == Step.UNLINK);
    if (acknowledged) {
      assertThat(BlobFile.of(data, "1/out/1.r/720p.mp4")).hasContent("content");
    }
    if (last.compareTo(Step.LINK) <= 0) {
      assertThat(restarted.list("1/")).containsExactly("1/seg/0.before");
    }
  }

  @Test
  void a_disk_that_is_full_fails_the_write_and_leaves_nothing() throws IOException {
    var full = new FullDisk();
    var store = new LocalBlobStore(data.blobs(), data.tmp(), full);
    try (BlobSink sink = store.create()) {
      assertThatThrownBy(() -> sink.write(ByteBuffer.allocate(1000)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("No space left");
      assertThatThrownBy(() -> sink.commit("1/seg/0.a")).isInstanceOf(IllegalStateException.class);
    }
    assertThat(data.tmp()).isEmptyDirectory();
    assertThat(store.list("1/")).isEmpty();
  }

  private static void commit(LocalBlobStore store, String key) throws IOException {
    try (BlobSink sink = store.create()) {
      sink.write(ByteBuffer.wrap("content".getBytes(UTF_8)));
      sink.commit(key);
    }
  }

  private final class RecordingFiles extends DurableFiles {
    private final List<String> steps = new ArrayList<>();

    @Override
    public FileChannel create(Path file) throws IOException {
      steps.add("create " + name(file));
      return super.create(file);
    }

    @Override
    public void force(FileChannel file) throws IOException {
      steps.add("force");
      super.force(file);
    }

    @Override
    public void link(Path file, Path name) throws IOException {
      steps.add("link " + name(name));
      super.link(file, name);
    }

    @Override
    public void unlink(Path name) throws IOException {
      steps.add("unlink " + name(name));
      super.unlink(name);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
      super.forceFolder(folder);
      steps.add("force " + name(folder));
    }

    @Override
    public void createFolder(Path folder) throws IOException {
      steps.add("create " + name(folder));
      super.createFolder(folder);
    }

    private String name(Path path) {
      return path.startsWith(data.tmp()) ? "tmp" : data.root().relativize(path).toString();
    }
  }

  /** From a step on nothing works any more, not even tidying up. */
  private static final class FailingFiles extends DurableFiles {
    private volatile @Nullable Step dieAt;
    private volatile boolean linked;
    private volatile boolean dead;

    @Override
    public FileChannel create(Path file) throws IOException {
      die(Step.CREATE);
      return super.create(file);
    }

    @Override
    public void force(FileChannel file) throws IOException {
      die(Step.FORCE);
      super.force(file);
    }

    @Override
    public void createFolder(Path folder) throws IOException {
      die(Step.CREATE_FOLDER);
      super.createFolder(folder);
    }

    @Override
    public void link(Path file, Path name) throws IOException {
      die(Step.LINK);
      super.link(file, name);
      linked = true;
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
      die(linked ? Step.FORCE_FOLDER : Step.FORCE_PARENT);
      super.forceFolder(folder);
    }

    @Override
    public void unlink(Path name) throws IOException {
      die(Step.UNLINK);
      super.unlink(name);
    }

    private void die(Step step) throws IOException {
      if (dead || step == dieAt) {
        dead = true;
        throw new IOException("dead at " + step);
      }
    }
  }
}
