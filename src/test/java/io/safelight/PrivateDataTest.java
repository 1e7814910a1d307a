package io.safelight;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateDataTest {
  @TempDir Path folder;

  @Test
  void what_is_in_a_data_folder_is_private_also_where_others_may_enter_it() throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    Safelight.createUser(data, "alice");

    try (Safelight _ = TestSafelight.start(data);
        Stream<Path> made = Files.list(data)) {
      assertThat(made).hasSizeGreaterThan(6).allSatisfy(path -> {
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        assertThat(mode).isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
      });
    }
  }
}
