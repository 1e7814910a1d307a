package io.safelight.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safelight.ffmpeg.NativeArchive.NativeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With an archive of a few bytes; {@link FfmpegInstallationTest} uses the real one. */
class NativeFolderTest {
  private static final List<String> NAMES = List.of("ffmpeg", "ffprobe", "libva-drm.so.2");

  @TempDir Path temporary;

  private NativeArchive archive = new NativeArchive(Path.of("unset"), List.of());
  private Path cache = Path.of("unset");

  @BeforeEach
  void makeArchive() throws IOException {
    archive = archiveOf("1", NAMES);
    cache = temporary.resolve("new/cache");
  }

  @Test
  void it_is_unpacked_once() throws IOException {
    Path folder = NativeFolder.of(archive, cache);
    Object inode = Files.getAttribute(folder, "unix:ino");
    assertThat(NativeFolder.of(archive, cache)).isEqualTo(folder);
    assertThat(Files.getAttribute(folder, "unix:ino")).isEqualTo(inode);
  }

  @Test
  void every_user_may_read_it_and_run_the_programs() throws IOException {
    Path folder = NativeFolder.of(archive, cache);
    assertThat(permissions(cache)).isEqualTo("rwxr-xr-x");
    assertThat(permissions(folder)).isEqualTo("rwxr-xr-x");
    assertThat(permissions(folder.resolve("ffmpeg"))).isEqualTo("rwxr-xr-x");
    assertThat(permissions(folder.resolve("ffprobe"))).isEqualTo("rwxr-xr-x");
    assertThat(permissions(folder.resolve("libva-drm.so.2"))).isEqualTo("rw-r--r--");
  }

  @Test
  void damaged_folders_are_repaired() throws IOException {
    Path folder = NativeFolder.of(archive, cache);
    List<Damage> damages =
        List.of(
            () -> Files.delete(folder.resolve("ffprobe")),
            () -> Files.write(folder.resolve("libva-drm.so.2"), new byte[1]),
            () -> Files.writeString(folder.resolve("ffmpeg"), "other of 1"),
            () -> Files.setPosixFilePermissions(folder.resolve("ffmpeg"), PosixFilePermissions.fromString("---------")),
            () -> Files.delete(folder.resolve("libpulse.so.0")));
    for (Damage damage : damages) {
      damage.inflict();
      assertThat(NativeFolder.of(archive, cache)).isEqualTo(folder);
      for (String name : NAMES) {
        assertThat(folder.resolve(name)).hasContent(name + " of 1");
      }
      assertThat(Files.isExecutable(folder.resolve("ffmpeg"))).isTrue();
      assertThat(folder.resolve("libpulse.so.0")).exists();
      assertThat(names(cache)).containsExactlyInAnyOrder(".lock", folder.getFileName().toString());
    }
  }

  @Test
  void missing_libraries_of_devices_have_a_stand_in_on_every_platform() throws IOException {
    Path folder = NativeFolder.of(archiveOf("arm64", List.of("ffmpeg", "ffprobe", "libvcos.so", "libasound.so.2")), cache);
    assertThat(folder.resolve("libasound.so.2")).hasContent("libasound.so.2 of arm64");
    assertThat(List.of("libxcb.so.1", "libxcb-shm.so.0", "libpulse.so.0", "libdrm.so.2", "libva.so.2", "libva-drm.so.2"))
        .allSatisfy(name -> assertThat(folder.resolve(name)).hasContent("libvcos.so of arm64"));
  }

  @Test
  void what_an_unpacking_that_died_left_behind_is_removed() throws IOException {
    Path unfinished = Files.createDirectories(cache.resolve(".unfinished-123/below"));
    Files.writeString(unfinished.resolve("ffmpeg"), "half");
    NativeFolder.of(archive, cache);
    assertThat(names(cache)).hasSize(2).contains(".lock");
  }

  @Test
  void versions_live_side_by_side() throws IOException {
    Path first = NativeFolder.of(archive, cache);
    Path second = NativeFolder.of(archiveOf("2", NAMES), cache);
    assertThat(first).isNotEqualTo(second);
    assertThat(first.resolve("ffmpeg")).hasContent("ffmpeg of 1");
    assertThat(second.resolve("ffmpeg")).hasContent("ffmpeg of 2");
  }

  @Test
  void those_of_other_versions_can_be_removed() throws IOException {
    Path first = NativeFolder.of(archive, cache);
    Path second = NativeFolder.of(archiveOf("2", NAMES), cache);
    Path foreign = Files.createDirectory(cache.resolve("something-else"));

    NativeFolder.removeOthers(cache, second);

    assertThat(first).doesNotExist();
    assertThat(second.resolve("ffmpeg")).hasContent("ffmpeg of 2");
    assertThat(foreign).exists();
  }

  @Test
  void an_archive_that_breaks_off_leaves_nothing_in_the_folders_place() {
    var broken =
        new NativeArchive(
            archive.jar(),
            Stream.concat(archive.files().stream(), Stream.of(new NativeFile("natives/ghost", 1, 1))).toList());
    assertThatThrownBy(() -> NativeFolder.of(broken, cache)).isInstanceOf(IOException.class);
    assertThat(cache.resolve("ffmpeg-" + broken.digest())).doesNotExist();
  }

  private NativeArchive archiveOf(String version, List<String> names) throws IOException {
    Path jar = temporary.resolve("archive-" + version + ".jar");
    List<NativeFile> files = new ArrayList<>();
    try (var zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (String name : names) {
        ZipEntry entry = new ZipEntry("natives/" + name);
        zip.putNextEntry(entry);
        zip.write((name + " of " + version).getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
        files.add(new NativeFile(entry.getName(), entry.getSize(), entry.getCrc()));
      }
    }
    return new NativeArchive(jar, files);
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    }
  }

  /** Spoils something. */
  @FunctionalInterface
  private interface Damage {
    void inflict() throws IOException;
  }
}
