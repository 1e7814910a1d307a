package io.safelight.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir Path folder;

  @Test
  void a_missing_folder_is_made_for_this_user_alone() throws IOException {
    DataFolder data = DataFolder.open(folder.resolve("deep/data"));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.root()))).isEqualTo("rwx------");
    assertThat(data.blobs()).isDirectory();
    assertThat(data.tmp()).isDirectory();
    assertThat(data.jobs()).isDirectory();
  }

  @Test
  void opening_again_keeps_everything() throws IOException {
    DataFolder data = DataFolder.open(folder);
    Files.writeString(data.tmp().resolve("x"), "being written");

    DataFolder.open(folder);

    assertThat(data.tmp().resolve("x")).exists();
  }

  @Test
  void a_second_server_in_the_same_process_is_refused_and_the_first_keeps_its_lock() throws Exception {
    DataFolder data = DataFolder.open(folder);
    try (DataFolderLock lock = data.lock()) {
      assertThatThrownBy(DataFolder.open(folder)::lock)
          .isInstanceOf(DataFolderException.class)
          .hasMessageContaining(data.root().toString())
          .hasMessageContaining("in use by another Safelight server (process " + ProcessHandle.current().pid() + ")")
          .hasMessageContaining("--data");

      assertThat(lockFromAnotherProcess()).startsWith("refused");
      lock.sweepTmp();
    }
    data.lock().close();
  }

  @Test
  void a_symbolic_link_is_the_same_folder() throws IOException {
    DataFolder data = DataFolder.open(folder.resolve("data"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), data.root());
    try (DataFolderLock _ = data.lock()) {
      assertThatThrownBy(DataFolder.open(link)::lock).isInstanceOf(DataFolderException.class);
    }
  }

  @Test
  void a_server_in_another_process_is_refused_and_told_who_holds_the_folder() throws Exception {
    DataFolder data = DataFolder.open(folder);
    try (DataFolderLock _ = data.lock()) {
      assertThat(lockFromAnotherProcess())
          .isEqualTo(
              "refused: The data folder " + data.root() + " is in use by another Safelight server (process "
                  + ProcessHandle.current().pid() + "). Stop that server, or choose another folder with --data.");
    }
    assertThat(lockFromAnotherProcess()).isEqualTo("locked");
  }

  @Test
  void the_holder_sweeps_what_was_left_over_and_nothing_else() throws IOException {
    DataFolder data = DataFolder.open(folder.resolve("data"));
    Path outside = Files.writeString(folder.resolve("outside"), "not ours to delete");
    Files.writeString(data.tmp().resolve("cut-off"), "half a segment");
    Files.createSymbolicLink(data.tmp().resolve("link"), outside);
    Path job = Files.createDirectories(data.jobs().resolve("17/out"));
    Files.writeString(job.resolve("720p.mp4"), "half a video");
    Path kept = Files.writeString(data.blobs().resolve("kept"), "committed");

    try (DataFolderLock lock = data.lock()) {
      lock.sweepTmp();
      assertThat(job).isDirectory();
      lock.sweepJobs();
    }

    assertThat(data.tmp()).isEmptyDirectory();
    assertThat(data.jobs()).isEmptyDirectory();
    assertThat(kept).exists();
    assertThat(outside).hasContent("not ours to delete");
  }

  @Test
  void who_gave_the_folder_up_may_not_sweep_it() throws IOException {
    DataFolderLock lock = DataFolder.open(folder).lock();
    lock.close();
    assertThatThrownBy(lock::sweepTmp).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_folder_of_a_newer_version_is_refused() throws IOException {
    Files.writeString(folder.resolve("format"), "2\n");
    assertThatThrownBy(() -> DataFolder.open(folder))
        .isInstanceOf(DataFolderException.class)
        .hasMessageContaining("has format 2, and this version of Safelight knows only format 1");
    assertThat(folder.resolve("blobs")).doesNotExist();
  }

  @Test
  void a_file_is_no_data_folder() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> DataFolder.open(file))
        .isInstanceOf(DataFolderException.class)
        .hasMessageContaining("is not a folder");
  }

  @Test
  void a_secret_is_made_once_and_kept_for_this_user_alone() throws IOException {
    Path file = DataFolder.open(folder).urlKey();
    String secret = SecretFile.readOrCreate(file);

    assertThat(secret).matches("[A-Za-z0-9_-]{43}");
    assertThat(SecretFile.readOrCreate(file)).isEqualTo(secret);
    assertThat(SecretFile.readOrCreate(folder.resolve("other"))).isNotEqualTo(secret);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    try (var names = Files.list(folder)) {
      assertThat(names.map(name -> String.valueOf(name.getFileName())))
          .containsExactlyInAnyOrder("blobs", "tmp", "jobs", "format", "url.key", "other");
    }
  }

  @Test
  void a_damaged_secret_is_not_taken_for_one() throws IOException {
    Path file = Files.writeString(folder.resolve("url.key"), "");
    assertThatThrownBy(() -> SecretFile.readOrCreate(file)).isInstanceOf(DataFolderException.class);
  }

  private String lockFromAnotherProcess() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    OtherProcess.class.getName(),
                    folder.toString()))
            .redirectErrorStream(true)
            .start();
    try (BufferedReader output = process.inputReader()) {
      String line = output.readLine();
      process.waitFor();
      return String.valueOf(line);
    }
  }

  /** Tries to lock a folder and says what came of it. */
  static final class OtherProcess {
    private OtherProcess() {}

    public static void main(String[] args) throws IOException {
      try (DataFolderLock _ = DataFolder.open(Path.of(args[0])).lock()) {
        System.out.println("locked");
      } catch (DataFolderException e) {
        System.out.println("refused: " + e.getMessage());
      }
    }
  }
}
