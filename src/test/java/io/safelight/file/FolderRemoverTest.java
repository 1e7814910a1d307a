package io.safelight.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderRemoverTest {
  @TempDir private Path around;

  @Test
  void links_are_removed_and_not_followed() throws Exception {
    Path foreign = Files.writeString(Files.createDirectory(around.resolve("foreign")).resolve("file"), "stays");
    Path folder = Files.createDirectories(around.resolve("job/in"));
    Files.createSymbolicLink(folder.resolve("folder"), foreign.resolveSibling(""));
    Files.createSymbolicLink(folder.resolve("file"), foreign);
    Files.createSymbolicLink(folder.resolve("nowhere"), Path.of("missing"));

    FolderRemover.remove(around.resolve("job"));

    assertThat(around.resolve("job")).doesNotExist();
    assertThat(foreign).hasContent("stays");
  }

  @Test
  void folders_deeper_than_any_path_are_removed() throws Exception {
    Path job = Files.createDirectory(around.resolve("job"));
    nest(job, 60);

    assertThat(FolderRemover.empty(job)).isEqualTo(1);

    assertThat(job).isEmptyDirectory();
  }

  @Test
  void folders_that_their_owner_may_not_enter_are_removed() throws Exception {
    Path closed = Files.createDirectories(around.resolve("job/closed"));
    Files.writeString(closed.resolve("file"), "x");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));

    FolderRemover.remove(around.resolve("job"));

    assertThat(around.resolve("job")).doesNotExist();
  }

  /** Puts what is in a folder into so many folders in each other, of which the first is again in the folder. */
  private static void nest(Path job, int levels) throws IOException {
    String name = "n".repeat(200);
    if (Files.notExists(job.resolve(name))) {
      Files.writeString(Files.createDirectory(job.resolve(name)).resolve("file"), "x");
    }
    for (int i = 0; i < levels; i++) {
      Path outer = Files.createDirectory(job.resolve("outer"));
      Files.move(job.resolve(name), outer.resolve(name));
      Files.move(outer, job.resolve(name));
    }
  }
}
