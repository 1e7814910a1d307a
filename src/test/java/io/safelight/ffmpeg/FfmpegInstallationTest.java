package io.safelight.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FfmpegInstallationTest {
  @TempDir Path temporary;

  @Test
  void the_bundled_ffmpeg_runs_also_when_threads_and_processes_unpack_it_at_once() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      processes.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Unpacker.class.getName(),
                  temporary.toString())
              .inheritIO()
              .start());
    }
    Callable<FfmpegInstallation> task = () -> FfmpegInstallation.bundled(temporary);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (Future<FfmpegInstallation> installation : threads.invokeAll(List.of(task, task))) {
        assertThat(installation.get().version()).startsWith("8.");
      }
    }
    for (Process process : processes) {
      assertThat(process.waitFor()).isZero();
    }
    assertThat(names(temporary)).hasSize(2);
    assertStartsWithoutDesktopLibraries(FfmpegInstallation.bundled(temporary));
  }

  private static void assertStartsWithoutDesktopLibraries(FfmpegInstallation installation) throws IOException {
    Path folder = Objects.requireNonNull(installation.ffmpeg().getParent());
    assertThat(Stream.of("libxcb.so.1", "libxcb-shm.so.0", "libasound.so.2", "libpulse.so.0"))
        .allSatisfy(name -> assertThat(folder.resolve(name).toRealPath()).hasFileName("libva-drm.so.2"));
    assertThat(names(folder)).contains("libavcodec.so.62").noneMatch(name -> name.startsWith("libjni"));
  }

  @Test
  void a_platform_without_an_ffmpeg_gets_a_sentence() {
    assertThatThrownBy(() -> NativeArchive.of(NativeArchive.platform("Mac OS X", "aarch64")))
        .isInstanceOf(FfmpegUnavailableException.class)
        .hasMessageContaining("processing.ffmpeg-path");
    assertThat(NativeArchive.platform("Linux", "amd64")).isEqualTo("linux-x86_64");
    assertThat(NativeArchive.platform("Linux", "aarch64")).isEqualTo("linux-arm64");
  }

  @Test
  void a_folder_that_cannot_be_written_gets_a_sentence() throws IOException {
    Path file = Files.createFile(temporary.resolve("file"));
    assertThatThrownBy(() -> FfmpegInstallation.bundled(file))
        .isInstanceOf(FfmpegUnavailableException.class)
        .hasMessageContaining("cannot be unpacked into " + file);
  }

  @Test
  void a_folder_of_the_operator_is_used_as_it_is() throws IOException {
    program("ffmpeg", "ffmpeg version n7.1-custom with zscale and tonemap ");
    program("ffprobe", "");
    assertThat(FfmpegInstallation.at(temporary).version()).isEqualTo("n7.1-custom");
  }

  @Test
  void a_folder_of_the_operator_needs_both_programs() throws IOException {
    program("ffmpeg", "ffmpeg version 7.1");
    assertThatThrownBy(() -> FfmpegInstallation.at(temporary))
        .isInstanceOf(FfmpegUnavailableException.class)
        .hasMessageContaining("`ffprobe`");
  }

  @Test
  void an_ffmpeg_that_is_too_old_or_does_not_run_is_refused() throws IOException {
    program("ffprobe", "");
    program("ffmpeg", "ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000-2026");
    assertThatThrownBy(() -> FfmpegInstallation.at(temporary))
        .isInstanceOf(FfmpegUnavailableException.class)
        .hasMessageContaining("is version 5.1.9-0+deb12u1; Safelight needs 6.0 or newer");
    Files.writeString(temporary.resolve("ffmpeg"), "no program");
    assertThatThrownBy(() -> FfmpegInstallation.at(temporary))
        .isInstanceOf(FfmpegUnavailableException.class)
        .hasMessageContaining("does not run on this machine");
  }

  @Test
  void an_ffmpeg_that_cannot_convert_colours_is_refused() throws IOException {
    program("ffprobe", "");
    program("ffmpeg", "ffmpeg version 7.1 with tonemap ");
    assertThatThrownBy(() -> FfmpegInstallation.at(temporary))
        .isInstanceOf(FfmpegUnavailableException.class)
        .hasMessageContaining("no filter `zscale`, which colours need; use one that was built with libzimg");
  }

  private void program(String name, String prints) throws IOException {
    Path program = temporary.resolve(name);
    Files.writeString(program, "#!/bin/sh\necho '" + prints + "'\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    }
  }

  /** Unpacks in a process of its own. */
  static final class Unpacker {
    public static void main(String[] arguments) {
      System.exit(FfmpegInstallation.bundled(Path.of(arguments[0])).version().startsWith("8.") ? 0 : 1);
    }
  }
}
