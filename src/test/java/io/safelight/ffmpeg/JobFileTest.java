package io.safelight.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safelight.testmedia.TestMedia;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder as a run leaves it that wants the server to read somebody else's file for it. */
class JobFileTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir private Path around;
  private Path folder;
  private Path foreign;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(around.resolve("job"));
    foreign = Files.writeString(around.resolve("foreign"), "secret");
  }

  @Test
  void files_of_the_folder_and_below_it_are_read() throws Exception {
    Files.writeString(folder.resolve("file"), "mine");
    Files.writeString(Files.createDirectories(folder.resolve("a/b")).resolve("file"), "deep");
    assertThat(JobFile.read(folder, folder.resolve("file"), 4)).asString().isEqualTo("mine");
    try (FileChannel channel = JobFile.open(folder, folder.resolve("a/b/file"))) {
      assertThat(channel.size()).isEqualTo(4);
    }
    assertThatThrownBy(() -> JobFile.read(folder, folder.resolve("file"), 3)).hasMessage("file has 4 bytes");
  }

  @Test
  void links_pipes_and_folders_are_not_read() throws Exception {
    Files.createSymbolicLink(folder.resolve("link"), foreign);
    Files.createSymbolicLink(folder.resolve("way"), around);
    Files.createLink(folder.resolve("second-name"), foreign);
    Files.createDirectory(folder.resolve("folder"));
    assertThat(new ProcessBuilder("mkfifo", folder.resolve("pipe").toString()).start().waitFor()).isZero();

    for (String name : List.of("link", "way/foreign", "second-name", "folder", "pipe", "../foreign", "missing")) {
      assertThatThrownBy(() -> JobFile.open(folder, folder.resolve(name))).as(name).isInstanceOf(IOException.class);
    }
  }

  @Test
  void a_run_does_not_get_what_an_earlier_one_put_in_the_place_of_its_input() throws Exception {
    Path input = Files.createSymbolicLink(folder.resolve("source"), TestMedia.mp4());

    ProbeOutcome outcome = TestMedia.tools().probe(input, folder, LONG);

    assertThat(outcome).isInstanceOfSatisfying(
        ProbeOutcome.Disturbed.class,
        disturbed ->
            assertThat(disturbed.outcome()).isInstanceOfSatisfying(
                RunOutcome.Disturbed.class, end -> assertThat(end.cause()).isEqualTo(RunOutcome.Cause.CRASH)));
  }
}
